/* part.c: pictures of an exemplar, and what became of it afterwards. */
#include "app/exemplar/inner.h"

#include "app/file/file.h"
#include "db/sql_exemplar.h"
#include "op/gate.h"

#include <inttypes.h>

#define PICTURES_MOST 12

const struct object exemplar_picture_object = {.name = "exemplar_picture",
                                               .label = "ảnh của điển hình",
                                               .list = &sql_list_exemplar_picture_object};

struct part_in {
	int64_t id;
	struct str caption, text;
	struct upload picture;
	struct date on;
	bool shown;
};
#define THE F(REF, struct part_in, id, "Điển hình", .flags = MUST | HIDDEN, .ref = &exemplar_object)
static const struct field picture_fields[] = {THE, PICTURE_FIELDS(struct part_in)};
static const struct field note_fields[] = {
	THE,
	F(DATE, struct part_in, on, "Ngày", .flags = MUST),
	F(LONG, struct part_in, text, "Nội dung", .flags = MUST | PERSONAL, .min = 5, .max = 3000,
      .hint = "Việc ấy nay ra sao, ai đã học theo, khen thưởng gì"),
	F(BOOL, struct part_in, shown, "Cho công chúng đọc cùng câu chuyện"),
};
static const struct field the_picture[] = {
	F(REF, struct part_in, id, "Ảnh", .flags = MUST | HIDDEN, .ref = &exemplar_picture_object),
};

enum rc exemplar_keep_picture(struct ctx *c, int64_t exemplar, const struct upload *picture,
                              struct str caption)
{
	struct sql_exemplar_get e;
	struct sql_exemplar_picture_count had;
	int64_t file;
	if (!picture->given)
		return RC_OK;
	if (caption.n == 0)
		return err_field(c->err, "caption", "Xin ghi chú thích của ảnh.");
	TRY(sql_exemplar_get(c->db, c->mem, exemplar, &e));
	TRY(sql_exemplar_picture_count(c->db, c->mem, exemplar, &had));
	if (had.n >= PICTURES_MOST)
		return err_field(c->err, "picture", "Một điển hình có nhiều nhất %d ảnh.", PICTURES_MOST);
	TRY(file_keep(c,
	              &(struct file_new){.content = picture,
	                                 .object = "exemplar",
	                                 .object_id = exemplar,
	                                 .unit_id = e.person_id == DB_NULL ? e.holder_id : DB_NULL,
	                                 .person_id = e.person_id,
	                                 .guarded = true},
	              &file));
	return sql_exemplar_picture_add(c->db, exemplar, file, caption, c->now_ms, NULL);
}

static enum rc add_picture(struct ctx *c, const void *in, struct out *out)
{
	const struct part_in *p = in;
	if (!p->picture.given)
		return err_field(c->err, "picture", "Xin chọn một ảnh.");
	out_say(c, out, "Đã thêm ảnh.");
	return exemplar_keep_picture(c, p->id, &p->picture, p->caption);
}

static enum rc drop_picture(struct ctx *c, const void *in, struct out *out)
{
	const struct part_in *p = in;
	struct sql_exemplar_picture_get x;
	TRY(sql_exemplar_picture_get(c->db, c->mem, p->id, &x));
	out->go = arena_printf(c->mem, "/exemplar/%" PRId64, x.exemplar_id);
	out_say(c, out, "Đã bỏ ảnh.");
	return file_remove(c, x.file_id);
}

static enum rc get_picture(struct ctx *c, const void *in, struct out *out)
{
	const struct part_in *p = in;
	struct sql_exemplar_picture_get x;
	TRY(sql_exemplar_picture_get(c->db, c->mem, p->id, &x));
	return file_send(c, x.file_id, out);
}

static enum rc note(struct ctx *c, const void *in, struct out *out)
{
	const struct part_in *p = in;
	if (p->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày này chưa đến.");
	TRY(sql_exemplar_note_add(c->db, p->id, p->on, p->text, p->shown, c->who.account_id, c->now_ms,
	                          NULL));
	out_say(c, out, "Đã ghi theo dõi.");
	return RC_OK;
}

static const struct field of_one[] = {
	FILTER(REF, "exemplar", "Điển hình", .ref = &exemplar_object)};
static const struct column picture_cols[] = {
	{"caption", "Chú thích", COL_LINK, .op = "exemplar_picture.get", .key = "id", .width = 60},
};
static const struct column note_cols[] = {
	{"on_date", "Ngày", COL_DATE},
	{"text", "Nội dung", COL_TEXT, .width = 60},
	{"shown", "Công khai", COL_BOOL},
	{"made_by", "Người ghi", COL_TEXT},
};
#define LIST .kind = OP_LIST, .scope = SCOPE_ANY, .flags = OP_QUIET, .roles = EXEMPLAR_SEES

const struct op exemplar_part_ops[] = {
	{.name = "exemplar_picture.list",
     .title = "Ảnh của điển hình",
     .help = "Ảnh kèm câu chuyện.",
     LIST,
     .object = &exemplar_picture_object,
     .list = &sql_list_exemplar_picture_list,
     FIELDS(of_one),
     COLS(picture_cols),
     .empty = "Chưa có ảnh."},
	{.name = "exemplar_note.list",
     .title = "Theo dõi điển hình",
     .help = "Sau khi được nêu: việc ấy nay ra sao.",
     LIST,
     .list = &sql_list_exemplar_note_list,
     .order = "-newest",
     FIELDS(of_one),
     COLS(note_cols),
     .empty = "Chưa ghi gì."},
	{.name = "exemplar.add_picture",
     .title = "Thêm ảnh cho điển hình",
     .help = "Ảnh được làm sạch: không kèm vị trí chụp.",
     .verb = "Thêm ảnh",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &exemplar_object,
     .then = "exemplar.view",
     .icon = "clip",
     .roles = EXEMPLAR_PROPOSES,
     .states = "proposed chosen",
     FIELDS(picture_fields),
     .in_size = sizeof(struct part_in),
     .run = add_picture},
	{.name = "exemplar.note",
     .title = "Ghi theo dõi điển hình",
     .help = "Điển hình được nêu rồi thì sao: đã nhân rộng ở đâu, còn làm tốt không.",
     .verb = "Ghi theo dõi",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &exemplar_object,
     .then = "exemplar.view",
     .icon = "edit",
     .roles = EXEMPLAR_PROPOSES,
     .states = "chosen approved published withdrawn",
     FIELDS(note_fields),
     .in_size = sizeof(struct part_in),
     .run = note},
	{.name = "exemplar_picture.get",
     .title = "Ảnh của điển hình",
     .help = "Một ảnh.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = EXEMPLAR_SEES,
     .scope = SCOPE_OBJECT,
     .object = &exemplar_picture_object,
     FIELDS(the_picture),
     .in_size = sizeof(struct part_in),
     .run = get_picture},
	{.name = "exemplar_picture.drop",
     .title = "Bỏ ảnh của điển hình",
     .help = "Khi chưa duyệt.",
     .verb = "Bỏ ảnh",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &exemplar_picture_object,
     .then = "exemplar.list",
     .icon = "x",
     .roles = EXEMPLAR_PROPOSES,
     .states = "proposed chosen",
     FIELDS(the_picture),
     .in_size = sizeof(struct part_in),
     .run = drop_picture},
	{0}};
