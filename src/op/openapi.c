/* openapi.c: the OpenAPI 3.1 description of every operation, from the same rows. */
#include "op/openapi.h"

#include "op/face.h"
#include "op/list.h"

#include <inttypes.h>

/* Said of each field that stays as it is when it is not sent. */
#define KEEPS "không gửi thì giữ nguyên, gửi rỗng hoặc null thì xóa"

static void properties(struct json_out *j, const struct op *op, const struct field *fields,
                       int count);

static void schema_inner(struct json_out *j, const struct field *f)
{
	switch (f->type) {
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_REF: json_z(j, "type", "integer"); break;
	case FIELD_BOOL: json_z(j, "type", "boolean"); break;
	case FIELD_GROUP:
		json_z(j, "type", "array");
		json_obj(j, "items");
		properties(j, NULL, f->sub, f->sub_count);
		json_end(j);
		break;
	default: json_z(j, "type", "string");
	}
	if (f->type == FIELD_REF && f->ref)
		json_z(j, "x-ref", f->ref->name);
	if (f->type == FIELD_DATE)
		json_z(j, "format", "date");
	if (f->type == FIELD_FILE)
		json_z(j, "format", "binary");
	if (f->type == FIELD_SECRET)
		json_z(j, "format", "password");
	if (f->type == FIELD_TEXT || f->type == FIELD_LONG)
		json_int(j, "maxLength", field_max(f));
	if (f->type == FIELD_CHOICE) {
		json_arr(j, "enum");
		for (const struct choice *c = f->choices; c->value; c++)
			json_z(j, NULL, c->value);
		json_end(j);
	}
}

static void schema(struct json_out *j, const char *key, const struct field *f, bool keeps)
{
	char say[400];
	snprintf(say, sizeof say, keeps ? "%s; " KEEPS : "%s", f->label);
	json_obj(j, key);
	schema_inner(j, f);
	json_z(j, "description", say);
	json_end(j);
}

/* The version of the object that the caller has seen. */
static void version(struct json_out *j)
{
	json_obj(j, "_version");
	json_z(j, "description",
	       "Phiên bản đã đọc (trường version của đối tượng); đã đổi thì bị từ chối. \"any\": bất "
	       "cứ phiên bản nào, và nhật ký ghi như vậy");
	json_arr(j, "anyOf");
	json_raw(j, NULL, STR("{\"type\":\"integer\"}"));
	json_raw(j, NULL, STR("{\"const\":\"" GATE_ANY_VERSION "\"}"));
	json_end(j);
	json_end(j);
}

/* `op`: whose fields they are; NULL: members of a group. */
static void properties(struct json_out *j, const struct op *op, const struct field *fields,
                       int count)
{
	bool versioned = op && op_versioned(op);
	json_z(j, "type", "object");
	json_bool(j, "additionalProperties", false);
	json_obj(j, "properties");
	for (int i = 0; i < count; i++)
		schema(j, fields[i].name, &fields[i], op && op_keeps(op, &fields[i]));
	if (versioned)
		version(j);
	json_end(j);
	json_arr(j, "required");
	for (int i = 0; i < count; i++)
		if ((fields[i].flags & MUST) && !(op && op_keeps(op, &fields[i])))
			json_z(j, NULL, fields[i].name);
	if (versioned)
		json_z(j, NULL, "_version");
	json_end(j);
}

static void parameter(struct json_out *j, const char *name, const char *say, const struct field *f)
{
	json_obj(j, NULL);
	json_z(j, "name", name);
	json_z(j, "in", "query");
	json_z(j, "description", say);
	json_bool(j, "required", f && (f->flags & MUST));
	if (f) {
		schema(j, "schema", f, false);
	} else {
		json_obj(j, "schema");
		json_z(j, "type", "string");
		json_end(j);
	}
	json_end(j);
}

static void parameters(struct json_out *j, const struct op *op)
{
	json_arr(j, "parameters");
	for (int i = 0; i < op->field_count; i++)
		parameter(j, op->fields[i].name, op->fields[i].label, &op->fields[i]);
	if (op->kind == OP_LIST) {
		parameter(j, "order", "Tên cách sắp xếp; thêm - phía trước để đảo chiều", NULL);
		parameter(j, "after", "Giá trị next của trang trước", NULL);
		parameter(j, "limit", "Số dòng một trang, nhiều nhất 200", NULL);
	}
	json_end(j);
}

static bool has_file(const struct op *op)
{
	for (int i = 0; i < op->field_count; i++)
		if (op->fields[i].type == FIELD_FILE)
			return true;
	return false;
}

static void body(struct json_out *j, const struct op *op)
{
	json_obj(j, "requestBody");
	json_obj(j, "content");
	json_obj(j, has_file(op) ? "multipart/form-data" : "application/json");
	json_obj(j, "schema");
	properties(j, op, op->fields, op->field_count);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* The same decision as json_value() of rows_out.c. */
static const char *cell_type(const struct op *op, const struct column *col, int at)
{
	if (col->type == COL_BOOL)
		return "boolean";
	return op->list->col_types[at] == DB_INT && col->type != COL_MOMENT ? "integer" : "string";
}

static void cell_schema(struct json_out *j, const struct op *op, const struct column *col)
{
	int at = list_column_no(op->list, col->name);
	const char *type = cell_type(op, col, at);
	json_obj(j, col->name);
	/* An instant that never was, a day without an end: stored as a number, told as nothing. */
	bool none = col->type == COL_MOMENT || col->type == COL_DATE;
	if (op->list->col_nullable[at] || none) {
		json_arr(j, "type");
		json_z(j, NULL, type);
		json_z(j, NULL, "null");
		json_end(j);
	} else {
		json_z(j, "type", type);
	}
	if (col->label && *col->label)
		json_z(j, "description", col->label);
	json_end(j);
}

/* One row as row_json() writes it: the declared columns, and id and version where the list has
 * them. */
static void row_schema(struct json_out *j, const struct op *op)
{
	static const char *const always[] = {"id", "version"};
	json_z(j, "type", "object");
	json_arr(j, "required");
	for (int i = 0; i < op->col_count; i++)
		json_z(j, NULL, op->cols[i].name);
	json_end(j);
	json_obj(j, "properties");
	for (int i = 0; i < op->col_count; i++)
		cell_schema(j, op, &op->cols[i]);
	for (int i = 0; i < COUNT(always); i++) {
		bool shown = false;
		for (int k = 0; k < op->col_count; k++)
			shown = shown || strcmp(op->cols[k].name, always[i]) == 0;
		bool added = op->kind == OP_VIEW && i == 1; /* of the object, where its view has none */
		if (shown || (list_column_no(op->list, always[i]) < 0 && !added))
			continue;
		json_obj(j, always[i]);
		json_z(j, "type", "integer");
		json_end(j);
	}
	json_end(j);
}

/* What stands beside the reference (JSON Schema 2020-12 takes both): how the rows look. */
static void answer_rows(struct json_out *j, const struct op *op)
{
	if (op->kind == OP_VIEW)
		row_schema(j, op);
	if (op->kind != OP_LIST)
		return;
	json_obj(j, "properties");
	json_obj(j, "items");
	json_obj(j, "items");
	row_schema(j, op);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* `op`: NULL where its rows are not what comes back. */
static void answer(struct json_out *j, const char *status, const char *say, const char *ref,
                   const struct op *op)
{
	json_obj(j, status);
	json_z(j, "description", say);
	json_obj(j, "content");
	json_obj(j, "application/json");
	json_obj(j, "schema");
	json_z(j, "$ref", ref);
	if (op)
		answer_rows(j, op);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

static const char *answer_schema(const struct op *op)
{
	switch (op->kind) {
	case OP_LIST: return "#/components/schemas/List";
	case OP_VIEW: return "#/components/schemas/Row";
	case OP_READ: return "#/components/schemas/Any";
	default: return "#/components/schemas/Done";
	}
}

static void roles(struct json_out *j, const struct op *op)
{
	json_arr(j, "x-roles");
	for (int r = 0; r < ROLE_COUNT; r++)
		if (op->roles & (1u << r))
			json_z(j, NULL, role_info((enum role)r)->name);
	json_end(j);
}

/* Beside the roles: where they have to be held, what the operation is about, what holds it up. */
static void rights(struct json_out *j, const struct op *op)
{
	static const char *const scopes[] = {"object", "office", "any"};
	roles(j, op);
	if (op->roles & R(PUBLIC)) {
		json_arr(j, "security");
		json_end(j);
	}
	json_z(j, "x-scope", scopes[op->scope]);
	if (op->object)
		json_z(j, "x-object", op->object->name);
	json_bool(j, "x-not-own-case", op->flags & OP_NOT_OWN);
	json_bool(j, "x-preview", op->flags & OP_PREVIEW);
	json_bool(j, "x-second-person", op->flags & OP_SECOND);
}

static void path_of(const struct op *op, void *arg)
{
	struct json_out *j = arg;
	char path[100];
	if (op->flags & OP_INTERNAL)
		return;
	snprintf(path, sizeof path, "/api/v1/%s", op->name);
	char *dot = strchr(path + 8, '.');
	*dot = '/';
	json_obj(j, path);
	json_obj(j, op->kind == OP_WRITE ? "post" : "get");
	json_z(j, "operationId", op->name);
	json_z(j, "summary", op->title);
	json_z(j, "description", op->help);
	rights(j, op);
	if (op->kind == OP_WRITE)
		body(j, op);
	else
		parameters(j, op);
	json_obj(j, "responses");
	answer(j, "200", "Đã làm xong", answer_schema(op), op);
	if (op->flags & (OP_JOB | OP_SECOND))
		answer(j, "202", "Đã nhận: một công việc nền hoặc chờ người thứ hai",
		       "#/components/schemas/Done", NULL);
	answer(j, "default", "Không làm được; nói vì sao", "#/components/schemas/Error", NULL);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void components(struct json_out *j)
{
	/* Constant text: the few shapes that answers have. */
	json_raw(
		j, "components",
		STR("{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
	        "\"schemas\":{"
	        "\"Any\":{},\"Row\":{\"type\":\"object\"},"
	        "\"List\":{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{"
	        "\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Row\"}},"
	        "\"total\":{\"type\":\"integer\"},\"more_than_total\":{\"type\":\"boolean\"},"
	        "\"next\":{\"type\":[\"string\",\"null\"]}}},"
	        "\"Done\":{\"type\":\"object\",\"required\":[\"message\"],\"properties\":{"
	        "\"id\":{\"type\":\"integer\"},\"message\":{\"type\":\"string\"},\"preview\":{\"type\":"
	        "\"boolean\"},"
	        "\"job\":{\"type\":\"integer\"},\"approval\":{\"type\":\"integer\"},\"replayed\":{"
	        "\"type\":\"boolean\"},"
	        "\"facts\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}},"
	        "\"Error\":{\"type\":\"object\",\"required\":[\"error\"],\"properties\":{\"error\":{"
	        "\"type\":\"object\","
	        "\"required\":[\"code\",\"message\"],\"properties\":{\"code\":{\"type\":\"string\"},"
	        "\"message\":{\"type\":\"string\"},\"request\":{\"type\":[\"string\",\"null\"]},"
	        "\"fields\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
	        "\"name\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}},"
	        "\"version\":{\"type\":\"integer\",\"description\":\"Khi người khác vừa sửa: phiên bản "
	        "đang lưu\"},"
	        "\"changed\":{\"type\":\"array\",\"description\":\"Khi người khác vừa sửa: các trường "
	        "gửi khác bản đang lưu\",\"items\":{\"type\":\"object\",\"properties\":{"
	        "\"name\":{\"type\":\"string\"},\"sent\":{\"type\":\"string\"},"
	        "\"stored\":{\"type\":\"string\"}}}}}}}}}}"));
}

void openapi_write(struct buf *b)
{
	struct json_out j = json_out_to(b);
	json_obj(&j, NULL);
	json_z(&j, "openapi", "3.1.0");
	json_obj(&j, "info");
	json_z(&j, "title", "thidua");
	json_z(&j, "version", THIDUA_VERSION);
	json_end(&j);
	json_arr(&j, "security");
	json_obj(&j, NULL);
	json_arr(&j, "token");
	json_end(&j);
	json_end(&j);
	json_end(&j);
	json_obj(&j, "paths");
	op_each(path_of, &j);
	json_end(&j);
	components(&j);
	json_end(&j);
}

void openapi_handle(struct face *f)
{
	f->res->type = "application/json; charset=utf-8";
	openapi_write(&f->res->body);
}
