// TOMLText
