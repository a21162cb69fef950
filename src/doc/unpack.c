/* unpack.c: in the child: libzip, and what it finds as frames. The other side: unpack_stream.c. */
#include "doc/unpack_inner.h"

#include "doc/write_all.h"

#include <zip.h>

/* --- the ZIP -----------------------------------------------------------------------------------
 */

struct unpacking {
	zip_t *zip;
	const struct unpack_sink *sink;
	struct err *e;
	char *piece;
	uint64_t inflated;
};

static enum rc damaged(struct err *e, const char *why)
{
	return err_set(e, RC_INVALID, "Tệp này không phải tệp ZIP trọn vẹn (%s).", why);
}

static enum rc too_big(struct err *e)
{
	return err_set(e, RC_TOOBIG, "Tệp ZIP này bung ra quá lớn: trên %d GB hoặc trên %d tệp.",
	               (int)(UNPACK_BYTES_MAX >> 30), UNPACK_ENTRIES_MAX);
}

/* The sizes that the ZIP claims prove nothing: what really comes out is counted. */
static enum rc read_entry(struct unpacking *u, zip_file_t *file, bool *whole)
{
	zip_int64_t n;
	while ((n = zip_fread(file, u->piece, UNPACK_PIECE)) > 0) {
		u->inflated += (uint64_t)n;
		if (u->inflated > UNPACK_BYTES_MAX)
			return too_big(u->e);
		TRY(u->sink->bytes(u->sink->arg, (struct str){.p = u->piece, .n = (size_t)n}, u->e));
	}
	*whole = n == 0;
	return RC_OK;
}

static enum rc one_entry(struct unpacking *u, zip_uint64_t no, const char *want)
{
	zip_stat_t st;
	bool whole = false;
	if (zip_stat_index(u->zip, no, ZIP_FL_ENC_RAW, &st) != 0 || !(st.valid & ZIP_STAT_NAME))
		return damaged(u->e, "mục lục sai");
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return err_set(u->e, RC_INVALID, "Tệp ZIP này có mật khẩu nên không đọc được.");
	struct str name = str_of(st.name);
	if (str_ends(name, "/") || (*want && !str_eqz(name, want)))
		return RC_OK;
	TRY(u->sink->begin(u->sink->arg, name, u->e));
	zip_file_t *file = zip_fopen_index(u->zip, no, 0);
	enum rc rc = file ? read_entry(u, file, &whole) : RC_OK;
	if (file)
		zip_fclose(file);
	return rc == RC_OK ? u->sink->end(u->sink->arg, whole, u->e) : rc;
}

enum rc unpack_zip(struct str file, const char *want, const struct unpack_sink *sink, struct err *e)
{
	struct unpacking u = {.sink = sink, .e = e};
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(file.p, file.n, 0, &why);
	u.zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
	if (!u.zip)
		zip_source_free(source);
	zip_error_fini(&why);
	if (!u.zip)
		return damaged(e, "không mở được");
	zip_int64_t n = zip_get_num_entries(u.zip, 0);
	enum rc rc = n > UNPACK_ENTRIES_MAX ? too_big(e) : RC_OK;
	u.piece = malloc(UNPACK_PIECE);
	BUG_ON(!u.piece);
	for (zip_int64_t i = 0; rc == RC_OK && i < n; i++)
		rc = one_entry(&u, (zip_uint64_t)i, want ? want : "");
	free(u.piece);
	zip_discard(u.zip);
	return rc;
}

/* --- as frames: a letter, the length of its body in four bytes, the body ------------------------
 */

struct framing {
	int fd;
	uint32_t entries;
	struct buf out;
};

static enum rc frame(struct framing *f, char kind, struct str body, struct err *e)
{
	buf_clear(&f->out);
	buf_chr(&f->out, kind);
	for (int i = 0; i < 4; i++)
		buf_chr(&f->out, (char)(body.n >> 8 * i & 0xFF));
	buf_str(&f->out, body);
	TRY(buf_check(&f->out, e));
	return write_all(f->fd, buf_view(&f->out), e);
}

static enum rc frame_begin(void *arg, struct str name, struct err *e)
{
	struct framing *f = arg;
	f->entries++;
	if (name.n > UNPACK_NAME_MAX)
		return err_set(e, RC_INVALID, "Trong tệp ZIP có tên tệp dài quá %d byte.", UNPACK_NAME_MAX);
	return frame(f, UNPACK_BEGIN, name, e);
}

static enum rc frame_bytes(void *arg, struct str bytes, struct err *e)
{
	return frame(arg, UNPACK_BYTES, bytes, e);
}

static enum rc frame_end(void *arg, bool whole, struct err *e)
{
	return frame(arg, UNPACK_END, whole ? STR("1") : STR("0"), e);
}

enum rc unpack_parse(struct str input, const char *arg, int out_fd, struct err *e)
{
	struct framing f = {.fd = out_fd};
	struct unpack_sink sink = {&f, frame_begin, frame_bytes, frame_end};
	char count[16];
	buf_init(&f.out, 2 * UNPACK_PIECE);
	enum rc rc = write_all(out_fd, STR(UNPACK_MAGIC), e);
	if (rc == RC_OK)
		rc = unpack_zip(input, arg, &sink, e);
	snprintf(count, sizeof count, "%u", f.entries);
	if (rc == RC_OK)
		rc = frame(&f, UNPACK_ALL, str_of(count), e);
	buf_release(&f.out);
	return rc;
}
