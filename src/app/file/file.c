/* file.c: files of people and units: list, add, get, remove. */
#include "app/file/file.h"

#include "app/file/store.h"
#include "app/org/org.h"
#include "db/sql_file.h"
#include "op/gate.h"

#include <inttypes.h>
#include <unistd.h>

const struct object file_object = {.name = "file", .label = "tệp", .list = &sql_list_file_object};

enum rc file_keep(struct ctx *c, const struct file_new *n, int64_t *id)
{
	const struct upload *u = n->content;
	struct str hash = {.p = (const char *)u->hash, .n = sizeof u->hash};
	BUG_ON(!u->given || u->type == FILE_EMPTY);
	return sql_file_add(c->db, hash, u->name, str_of(sniff_media_type(u->type)), u->size,
	                    str_of(n->object), n->object_id, n->unit_id, n->person_id,
	                    c->who.account_id, c->now_ms, n->guarded, id);
}

enum rc file_made(struct ctx *c, struct upload *u)
{
	return store_put(c, u);
}

enum rc file_remove(struct ctx *c, int64_t id)
{
	return sql_file_remove(c->db, id, NULL);
}

static enum rc find(struct ctx *c, int64_t id, struct sql_file_get *row)
{
	enum rc rc = sql_file_get(c->db, c->mem, id, row);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Tệp số %" PRId64 " không còn.", id);
	return rc;
}

static enum rc open_content(struct ctx *c, struct str hash, int *fd, int64_t *size)
{
	TRY(file_temp(c, fd));
	enum rc rc = store_get(c, hash, *fd, size);
	if (rc != RC_OK) {
		close(*fd);
		*fd = -1;
	}
	return rc;
}

enum rc file_open(struct ctx *c, int64_t id, int *fd, int64_t *size)
{
	struct sql_file_get row;
	TRY(find(c, id, &row));
	return open_content(c, row.hash, fd, size);
}

struct fetch {
	struct ctx *c;
	struct out *out;
};

static enum rc fetch_tx(void *arg)
{
	struct fetch *f = arg;
	return open_content(f->c, f->out->fetch_hash, &f->out->fd, &f->out->fd_size);
}

/* One snapshot, so that no purge takes chunks from under it; readers hold up no writer. */
static enum rc fetch(struct ctx *c, struct out *out)
{
	struct fetch f = {c, out};
	return db_in_tx(c->db) ? fetch_tx(&f) : db_tx(c->db, DB_READ, fetch_tx, &f);
}

enum rc file_send(struct ctx *c, int64_t id, struct out *out)
{
	struct sql_file_get row;
	TRY(find(c, id, &row));
	out->fetch = fetch;
	out->fetch_hash = row.hash;
	out->file_name = row.name;
	out->file_type = row.type;
	return RC_OK;
}

/* --- operations ---------------------------------------------------------------------------- */

struct file_add_in {
	int64_t person_id, unit_id;
	struct upload content;
};
static const struct field file_add_fields[] = {
	F(REF, struct file_add_in, person_id, "Của người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Chọn một người hoặc một đơn vị"),
	F(REF, struct file_add_in, unit_id, "Của đơn vị", .flags = IN_SCOPE, .ref = &unit_object),
	F(FILE, struct file_add_in, content, "Tệp", .flags = MUST, .max = 50 * 1024 * 1024,
      .hint = "PDF, Word, Excel, ODT, CSV, ảnh JPEG hoặc PNG; nhiều nhất 50 MB. Ảnh được lưu lại "
              "không kèm vị "
              "trí chụp"),
};

static enum rc file_add(struct ctx *c, const void *in, struct out *out)
{
	const struct file_add_in *p = in;
	struct file_new n = {.content = &p->content,
	                     .object = "person",
	                     .object_id = p->person_id,
	                     .unit_id = p->unit_id,
	                     .person_id = p->person_id};
	if ((p->person_id == DB_NULL) == (p->unit_id == DB_NULL))
		return err_field(c->err, "person_id",
		                 "Xin chọn một người hoặc một đơn vị, không chọn cả hai.");
	if (p->person_id == DB_NULL) {
		n.object = "unit";
		n.object_id = p->unit_id;
	}
	TRY(file_keep(c, &n, &out->id));
	c->object_person = n.person_id;
	c->object_unit = n.unit_id;
	out->go = arena_printf(c->mem, "/%s/%" PRId64, n.object, n.object_id);
	out_say(c, out, "Đã lưu tệp %.*s.", STR_ARG(p->content.name));
	return RC_OK;
}

struct file_id_in {
	int64_t id;
};
static const struct field file_id_fields[] = {
	F(REF, struct file_id_in, id, "Tệp", .flags = MUST | HIDDEN, .ref = &file_object),
};

static enum rc file_get(struct ctx *c, const void *in, struct out *out)
{
	const struct file_id_in *p = in;
	return file_send(c, p->id, out);
}

static enum rc file_remove_op(struct ctx *c, const void *in, struct out *out)
{
	const struct file_id_in *p = in;
	struct sql_file_get row;
	TRY(find(c, p->id, &row));
	bool own = row.person_id != DB_NULL && row.person_id == c->who.person_id;
	if (own && row.added_by != c->who.account_id)
		return err_set(
			c->err, RC_DENIED,
			"Ông/bà chỉ bỏ được tệp do chính mình lưu; tệp người khác lưu về ông/bà, xin nhờ "
			"người có thẩm quyền.");
	TRY(file_remove(c, p->id));
	out->go = arena_printf(c->mem, "/%.*s/%" PRId64, STR_ARG(row.object), row.object_id);
	out_say(c, out, "Đã bỏ tệp %.*s.", STR_ARG(row.name));
	return RC_OK;
}

static const struct choice file_types[] = {
	{"application/pdf", "PDF"},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"},
	{"application/vnd.oasis.opendocument.text", "ODT"},
	{"image/png", "Ảnh PNG"},
	{"image/jpeg", "Ảnh JPEG"},
	{"text/csv", "CSV"},
	{"text/plain", "Tệp chữ"},
	{0}};
static const struct choice file_objects[] = {{"person", "Người"}, {"unit", "Đơn vị"}, {0}};
static const struct field file_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(TEXT, "object", "Loại đối tượng", .flags = HIDDEN),
	FILTER(INT, "object_id", "Đối tượng số", .flags = HIDDEN),
};
static const struct column file_cols[] = {
	{"name", "Tên tệp", COL_LINK, .op = "file.get", .key = "id", .width = 36},
	{"type", "Loại", COL_CHOICE, .choices = file_types},
	{"size", "Cỡ (byte)", COL_INT},
	{"object", "Của", COL_CHOICE, .choices = file_objects},
	{"object_id", "Mã", COL_INT},
	{"added_ms", "Lưu lúc", COL_MOMENT, .order = "newest"},
	{"added_by", "Tài khoản lưu", COL_TEXT},
};

#define SEES_FILES (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define KEEPS_FILES (R(STANDING) | R(UNIT_CLERK) | R(UNIT_HEAD) | R(MEMBER))

const struct op file_ops[] = {{.name = "file.list",
                               .title = "Tệp đính kèm",
                               .help = "Minh chứng và giấy tờ đã lưu, trong phạm vi được giao.",
                               .kind = OP_LIST,
                               .flags = OP_JOURNAL_EXPORT | OP_QUIET,
                               .roles = SEES_FILES,
                               .scope = SCOPE_ANY,
                               .object = &file_object,
                               .list = &sql_list_file_list,
                               FIELDS(file_filters),
                               COLS(file_cols),
                               .empty = "Chưa có tệp nào."},
                              {.name = "file.add",
                               .title = "Thêm tệp",
                               .help = "Lưu một tệp minh chứng cho một người hoặc một đơn vị.",
                               .verb = "Lưu tệp",
                               .kind = OP_WRITE,
                               .roles = KEEPS_FILES,
                               .scope = SCOPE_OBJECT,
                               .object = &file_object,
                               FIELDS(file_add_fields),
                               .in_size = sizeof(struct file_add_in),
                               .run = file_add,
                               .person_field = "person_id"},
                              {.name = "file.get",
                               .title = "Tải tệp",
                               .help = "Tải một tệp đã lưu về máy.",
                               .kind = OP_READ,
                               .flags = OP_JOURNAL_READ | OP_QUIET,
                               .roles = SEES_FILES,
                               .scope = SCOPE_OBJECT,
                               .object = &file_object,
                               FIELDS(file_id_fields),
                               .in_size = sizeof(struct file_id_in),
                               .run = file_get},
                              {.name = "file.remove",
                               .title = "Bỏ tệp",
                               .help =
                                   "Tệp không còn hiện ở đâu; nội dung được xóa sau một ngày nếu "
                                   "không nơi nào khác dùng.",
                               .verb = "Bỏ tệp",
                               .kind = OP_WRITE,
                               .roles = KEEPS_FILES,
                               .scope = SCOPE_OBJECT,
                               .object = &file_object,
                               FIELDS(file_id_fields),
                               .in_size = sizeof(struct file_id_in),
                               .run = file_remove_op},
                              {0}};
