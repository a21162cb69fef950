/*
 * unpack.h: what a ZIP holds, entry by entry, at constant memory.
 *
 * unpack_zip() opens a stranger's file: only the locked-in child calls it (job/sandbox.h), through
 * unpack_parse(). The program reads what the child wrote by struct unpack_stream, which believes
 * nothing: names and lengths are checked again, and a stream without its end is refused.
 */
#ifndef DOC_UNPACK_H
#define DOC_UNPACK_H

#include "base/buf.h"

#define UNPACK_ENTRIES_MAX 65535
#define UNPACK_NAME_MAX 400                   /* bytes */
#define UNPACK_BYTES_MAX ((uint64_t)16 << 30) /* inflated, altogether */

/* What is borrowed lives until the call returns. Not RC_OK ends the reading. */
struct unpack_sink {
	void *arg;
	enum rc (*begin)(void *arg, struct str name, struct err *e);
	enum rc (*bytes)(void *arg, struct str bytes, struct err *e);
	/* whole: all of it came and the ZIP's own checksum is right. */
	enum rc (*end)(void *arg, bool whole, struct err *e);
};

/*
 * All entries in the ZIP's order, or only the one named `want` ("": all); folders are passed over.
 * An entry that cannot be read to its end is told by `whole`, the others follow. RC_INVALID: no
 * ZIP, or one that contradicts itself, or encrypted; RC_TOOBIG. Names are not checked.
 */
enum rc unpack_zip(struct str file, const char *want, const struct unpack_sink *sink,
                   struct err *e) MUST_CHECK;

/* The parser of the child; `arg` is `want`. */
enum rc unpack_parse(struct str input, const char *arg, int out_fd, struct err *e) MUST_CHECK;

/* Relative, UTF-8, no controls, no backslash, no empty part, none of "." and "..". */
bool unpack_name_ok(struct str name) MUST_CHECK;

struct unpack_stream {
	struct unpack_sink sink;
	struct buf pending;
	bool started, inside, ended;
	uint64_t bytes;
	uint32_t entries;
};

void unpack_stream_init(struct unpack_stream *s, const struct unpack_sink *sink);
void unpack_stream_release(struct unpack_stream *s);
/* Bytes in pieces of any size; has the form of sandbox_sink. Only names that are in order reach
   the sink: others are RC_INVALID. */
enum rc unpack_stream_feed(void *stream, const void *bytes, size_t n, struct err *e) MUST_CHECK;
enum rc unpack_stream_end(struct unpack_stream *s, struct err *e) MUST_CHECK;

#endif
