/*
 * emblem.c: the picture over a certificate: Quốc huy of a body of the state, the mark of another
 * organisation (NĐ 98/2023/NĐ-CP, Điều 104). None comes with the program: the office gives its own.
 *
 * The gate has the locked-in child write every picture anew (op/upload.h), so what is drawn into a
 * certificate is pixels and nothing else.
 */
#include "app/file/file.h"
#include "app/paper/cert_inner.h"
#include "db/sql_law.h"

#include <unistd.h>

#define EMBLEM_MAX ((int64_t)8 << 20)

static enum rc kept_emblem(struct ctx *c, struct sql_emblem_file *out)
{
	struct sql_law_top_unit top;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	return sql_emblem_file(c->db, c->mem, top.id, out);
}

bool cert_has_emblem(struct ctx *c)
{
	struct sql_emblem_file f;
	return kept_emblem(c, &f) == RC_OK;
}

static enum rc read_whole(struct ctx *c, int fd, int64_t size, struct str *out)
{
	char *to = arena_array(c->mem, (size_t)size, 1);
	for (int64_t at = 0; at < size;) {
		ssize_t n = pread(fd, to + at, (size_t)(size - at), at);
		if (n <= 0)
			return err_detail(c->err, RC_IO, "emblem cannot be read");
		at += n;
	}
	*out = (struct str){.p = to, .n = (size_t)size};
	return RC_OK;
}

enum rc cert_emblem(struct ctx *c, struct str *png)
{
	struct sql_emblem_file f;
	int64_t size;
	int fd;
	*png = STR_NULL;
	enum rc rc = kept_emblem(c, &f);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	TRY(file_open(c, f.id, &fd, &size));
	rc = size > EMBLEM_MAX ? err_detail(c->err, RC_TOOBIG, "emblem: %lld bytes", (long long)size)
	                       : read_whole(c, fd, size, png);
	close(fd);
	return rc;
}

/* --- operations ------------------------------------------------------------------------------ */

struct emblem_in {
	struct upload content;
};
static const struct field set_fields[] = {
	F(FILE, struct emblem_in, content, "Hình", .flags = MUST, .types = FILE_BIT(FILE_PNG),
      .max = EMBLEM_MAX,
      .hint = "PNG, nền trong suốt; Quốc huy (cơ quan nhà nước) hoặc biểu trưng của tổ chức"),
};

/* One at a time: the one before is taken away. */
static enum rc emblem_set(struct ctx *c, const void *in, struct out *out)
{
	const struct emblem_in *p = in;
	struct sql_law_top_unit top;
	struct sql_emblem_file old;
	if (!p->content.given)
		return err_field(c->err, "content", "Xin chọn một hình PNG.");
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	enum rc rc = kept_emblem(c, &old);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_OK)
		TRY(file_remove(c, old.id));
	TRY(file_keep(c,
	              &(struct file_new){.content = &p->content,
	                                 .object = "emblem",
	                                 .object_id = top.id,
	                                 .unit_id = top.id,
	                                 .person_id = DB_NULL,
	                                 .guarded = true},
	              &out->id));
	c->object_unit = top.id;
	out->go = STR("/layout/edit");
	out_say(c, out, "Đã lưu hình; giấy in đủ khung từ nay có hình này.");
	return RC_OK;
}

static enum rc found(struct ctx *c, struct sql_emblem_file *f)
{
	enum rc rc = kept_emblem(c, f);
	return rc == RC_NOTFOUND ? err_set(c->err, rc, "Cơ quan chưa đưa hình nào lên.") : rc;
}

static enum rc emblem_get(struct ctx *c, const void *in, struct out *out)
{
	struct sql_emblem_file f;
	(void)in;
	TRY(found(c, &f));
	return file_send(c, f.id, out);
}

static enum rc emblem_drop(struct ctx *c, const void *in, struct out *out)
{
	struct sql_emblem_file f;
	(void)in;
	TRY(found(c, &f));
	TRY(file_remove(c, f.id));
	out->go = STR("/layout/edit");
	out_say(c, out, "Đã bỏ hình; chỗ của hình in thành khung nét đứt.");
	return RC_OK;
}

#define LAYS .roles = R(STANDING) | R(REGISTRY), .scope = SCOPE_OFFICE

const struct op emblem_ops[] = {
	{.name = "emblem.set",
     .title = "Hình trên giấy khen",
     .help =
         "Quốc huy hoặc biểu trưng in ở đầu giấy khen, bằng chứng nhận không có phôi in sẵn. Hình "
         "được mở và ghi lại trong ngăn cách ly.",
     .verb = "Lưu hình",
     .icon = "upload",
     .kind = OP_WRITE,
     LAYS,
     .area = "paper",
     FIELDS(set_fields),
     .in_size = sizeof(struct emblem_in),
     .run = emblem_set,
     .law = "Nghị định 98/2023/NĐ-CP, Điều 104"},
	{.name = "emblem.get",
     .title = "Hình đang dùng trên giấy khen",
     .help = "Tệp PNG đã được ghi lại.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     LAYS,
     .run = emblem_get},
	{.name = "emblem.drop",
     .title = "Bỏ hình trên giấy khen",
     .help = "Chỗ của hình lại để trống.",
     .verb = "Bỏ hình",
     .icon = "trash",
     .kind = OP_WRITE,
     LAYS,
     .run = emblem_drop},
	{0}};
