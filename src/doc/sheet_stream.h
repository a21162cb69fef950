/*
 * sheet_stream.h: a table on its way from the locked-in child to the program.
 *
 * The child writes, the program reads. The reader trusts nothing: a child that was taken
 * over by a hostile file can send any bytes, so every length, type, number and text is
 * checked again against the same limits, and a stream without its end mark is refused.
 *
 * Bytes: "TDS1", then frames of u8 kind, u32 length, and a body of that length. All
 * numbers little-endian.
 *   'S' u8 flags (1 hidden, 2 chosen), name
 *   'R' u32 row, then cells in ascending columns:
 *       u16 column, u8 type, u32 length, text; then for
 *       CELL_INT i64, f64; CELL_REAL f64; CELL_BOOL u8; CELL_DATE i32 day, i32 seconds
 *   'E' u32 number of rows; nothing follows
 */
#ifndef DOC_SHEET_STREAM_H
#define DOC_SHEET_STREAM_H

#include "base/buf.h"
#include "doc/sheet.h"

/* --- in the child; both have the shape of struct sandbox_parser.parse --- */

/* `arg` is the name of the sheet, "" for the first visible one. */
enum rc sheet_parse_xlsx(struct str input, const char *arg, int out_fd, struct err *e) MUST_CHECK;
enum rc sheet_parse_csv(struct str input, const char *arg, int out_fd, struct err *e) MUST_CHECK;

/* --- in the program --- */

struct sheet_stream {
	const struct sheet_limits *limits;
	struct sheet_sink sink;
	struct buf pending; /* the beginning of a frame that has not come whole */
	uint32_t row, rows, sheets;
	bool begun, ended;
	struct cell cells[SHEET_COLUMNS_MAX];
};

/* `limits` and what `sink` points to must outlive the stream. */
void sheet_stream_init(struct sheet_stream *s, const struct sheet_limits *limits,
                       const struct sheet_sink *sink);
void sheet_stream_release(struct sheet_stream *s);

/* Takes bytes in pieces of up to 64 KiB; has the shape of sandbox_sink (arg: the stream). */
enum rc sheet_stream_feed(void *arg, const void *bytes, size_t n, struct err *e) MUST_CHECK;

/* After the last byte: RC_OK only when the end mark came and the rows count up. */
enum rc sheet_stream_end(struct sheet_stream *s, struct err *e) MUST_CHECK;

#endif
