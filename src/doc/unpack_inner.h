/* unpack_inner.h: what unpack.c writes and unpack_stream.c reads. */
#ifndef DOC_UNPACK_INNER_H
#define DOC_UNPACK_INNER_H

#include "doc/unpack.h"

#define UNPACK_MAGIC "TDU1"
#define UNPACK_PIECE ((size_t)256 * 1024)

enum { UNPACK_BEGIN = 'B', UNPACK_BYTES = 'D', UNPACK_END = 'E', UNPACK_ALL = 'A' };

#endif
