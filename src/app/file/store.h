/*
 * store.h: contents by hash; private to app/file.
 *
 * A content is written in transactions of STORE_BATCH chunks, so that a large file does not
 * keep other writers waiting, and marked whole in the last one. A crash before leaves half a
 * content that nobody reads and the purge takes away, or the next upload completes.
 */
#ifndef APP_FILE_STORE_H
#define APP_FILE_STORE_H

#include "op/ctx.h"

#define STORE_CHUNK ((size_t)256 * 1024)
#define STORE_BATCH 16
#define STORE_HASH 32

/* Bytes of an upload, wherever they are. RC_IO when the spool file gives fewer. */
enum rc upload_read(const struct upload *u, int64_t at, void *to, size_t n,
                    struct err *e) MUST_CHECK;

/* Fills u->hash and stores. Not inside a transaction. */
enum rc store_put(struct ctx *c, struct upload *u) MUST_CHECK;

/* Writes the content to fd and checks the hash. */
enum rc store_get(struct ctx *c, struct str hash, int fd, int64_t *size) MUST_CHECK;

#endif
