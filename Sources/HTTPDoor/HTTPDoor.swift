// HTTPDoor
