/* One XML part of the package: inflated by libzip in pieces, read by xml_scan.h. */
#include "doc/office.h"

#include <inttypes.h>

struct part {
	struct office *o;
	zip_file_t *file;
	uint64_t inflated, deflated;
};

enum rc office_damaged(struct office *o, const char *why)
{
	return err_set(o->e, RC_INVALID,
	               "Tệp %s bị hỏng hoặc không đúng chuẩn (%s). Xin mở tệp bằng %s, lưu lại "
	               "dạng %s rồi tải lên lại.",
	               o->product, why, o->product, o->ending);
}

enum rc office_no_memory(struct office *o)
{
	return err_set(o->e, RC_TOOBIG,
	               "Tệp cần quá nhiều bộ nhớ để đọc. Xin chia tệp thành các tệp nhỏ hơn.");
}

static enum rc too_big(struct office *o, uint64_t bytes)
{
	return err_set(o->e, RC_TOOBIG,
	               "Tệp %s này bung ra quá lớn (từ %" PRIu64 " MB) so với mức cho phép. Xin "
	               "xóa các phần trống và phần thừa hoặc chia nhỏ tệp.",
	               o->product, bytes >> 20);
}

/* The sizes that the ZIP claims prove nothing: what really comes out is counted. */
static enum rc count(struct part *p, uint64_t n)
{
	const struct sheet_limits *l = p->o->limits;
	p->inflated += n;
	p->o->inflated += n;
	bool bomb = p->inflated > l->ratio_from && p->inflated / l->ratio > p->deflated;
	if (!bomb && p->inflated <= l->part_bytes && p->o->inflated <= l->total_bytes)
		return RC_OK;
	return too_big(p->o, p->o->inflated);
}

static enum rc read_part(void *arg, char *to, size_t room, size_t *n)
{
	struct part *p = arg;
	zip_int64_t got = zip_fread(p->file, to, (zip_uint64_t)room);
	*n = got > 0 ? (size_t)got : 0;
	return got < 0 ? office_damaged(p->o, "nội dung nén không đọc được") : count(p, *n);
}

enum rc office_part(struct office *o, const char *path, const struct xml_handler *handler,
                    void *arg)
{
	struct part p = {.o = o};
	struct xml_source source = {.read = read_part, .arg = &p};
	const char *why;
	zip_stat_t st;
	zip_int64_t at = zip_name_locate(o->zip, path, ZIP_FL_NOCASE);
	if (at < 0)
		return RC_NOTFOUND;
	if (zip_stat_index(o->zip, (zip_uint64_t)at, 0, &st) != 0 ||
	    (st.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD)) !=
	        (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD))
		return office_damaged(o, "mục lục ZIP sai");
	if (st.encryption_method != ZIP_EM_NONE)
		return err_set(o->e, RC_INVALID, "Tệp %s có mật khẩu. Xin bỏ mật khẩu rồi tải lên lại.",
		               o->product);
	if (st.size > o->limits->part_bytes)
		return too_big(o, st.size);
	p.deflated = st.comp_size;
	p.file = zip_fopen_index(o->zip, (zip_uint64_t)at, 0);
	if (!p.file)
		return office_damaged(o, "nội dung nén không mở được");
	enum rc rc = xml_scan(&source, handler, arg, &why);
	zip_fclose(p.file);
	if (rc == RC_INVALID && why)
		return office_damaged(o, why);
	return rc == RC_TOOBIG && !o->e->message[0] ? office_no_memory(o) : rc;
}

enum rc office_open(struct office *o, struct str file)
{
	if (str_starts(file, "\xD0\xCF\x11\xE0"))
		return err_set(
			o->e, RC_INVALID,
			"Đây là tệp %s đời cũ hoặc tệp có mật khẩu. Xin bỏ mật khẩu, lưu lại dạng %s rồi "
			"tải lên lại.",
			o->product, o->ending);
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(file.p, file.n, 0, &why);
	o->zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
	if (!o->zip)
		zip_source_free(source);
	zip_error_fini(&why);
	if (!o->zip)
		return office_damaged(o, "không phải tệp trọn vẹn");
	if (zip_get_num_entries(o->zip, 0) > (zip_int64_t)o->limits->parts)
		return office_damaged(o, "quá nhiều thành phần");
	return RC_OK;
}
