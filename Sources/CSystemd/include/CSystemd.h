// libsystemd as it is; its variadic functions are left alone.
#pragma once

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/uio.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>
#include <systemd/sd-journal.h>
#include <systemd/sd-login.h>
