/* write_all.h: all bytes to a descriptor, or RC_IO. */
#ifndef DOC_WRITE_ALL_H
#define DOC_WRITE_ALL_H

#include "base/str.h"

enum rc write_all(int fd, struct str bytes, struct err *e) MUST_CHECK;

#endif
