/*
 * call.c: an operation through the running server, as a named account.
 *
 * The local socket tells the server which user of the machine calls; the owner of
 * the data folder (and root) may act as any account, and the journal keeps both.
 */
#include "base/json_out.h"
#include "cli/cli.h"
#include "op/gate.h"

#include <curl/curl.h>
#include <errno.h>
#include <jansson.h>
#include <unistd.h>

#define ANSWER_MAX ((size_t)64 * 1024 * 1024)

void cli_op_help(const struct op *op)
{
	char name[80];
	snprintf(name, sizeof name, "%s", op->name);
	*strchr(name, '.') = ' ';
	printf("thidua %s: %s\n\n%s\n\n", name, op->title, op->help);
	for (int i = 0; i < op->field_count; i++) {
		const struct field *f = &op->fields[i];
		printf("  --%-16s %s%s\n", f->name, f->label,
		       op_keeps(op, f)   ? " (không nêu thì giữ nguyên)"
		       : f->flags & MUST ? " (bắt buộc)"
		                         : "");
		for (const struct choice *k = f->choices; k && k->value; k++)
			printf("  %19s   %s = %s\n", "", k->value, k->label);
		for (int s = 0; s < f->sub_count; s++)
			printf("  --%s.0.%-10s %s\n", f->name, f->sub[s].name, f->sub[s].label);
	}
	if (op->kind == OP_LIST)
		puts("  --order, --after, --limit   thứ tự và trang");
	if (op_keeps_some(op))
		puts("  Để xóa nội dung đang có của một ô, cho giá trị rỗng: --ô=");
	if (op_versioned(op))
		printf("  --version SỐ       phiên bản đã đọc (%s); \"" GATE_ANY_VERSION
		       "\": bất cứ phiên bản nào, ghi vào nhật ký\n",
		       op->object->view ? op->object->view : "thiếu thì máy chủ nói");
	if (op->flags & OP_PREVIEW)
		puts("  --preview          chỉ xem trước, không thay đổi gì");
	if (op->kind == OP_LIST)
		puts("  --out TỆP.xlsx     cả danh sách thành bảng tính mới (hoặc .csv)");
	else if (!op_field(op, STR("out")))
		puts("  --out TỆP          ghi câu trả lời là tệp (PDF, Word, ZIP …) vào tệp mới này");
	puts("  --as TÀI_KHOẢN      làm với tư cách tài khoản này (hoặc biến THIDUA_AS)");
	puts("  --json             in nguyên câu trả lời JSON");
}

/* What comes back: JSON is gathered; a file goes on as it comes, however large. */
struct answer {
	CURL *curl;
	struct buf text;
	const char *out; /* --out, NULL: standard output */
	FILE *file;
	bool failed, screen; /* screen: bytes that are no text would have gone onto one */
};

static bool is_file(struct answer *a)
{
	const char *type = NULL;
	long status = 0;
	curl_easy_getinfo(a->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(a->curl, CURLINFO_CONTENT_TYPE, &type);
	if (status != 200 || !type || (!a->out && str_starts(str_of(type), "application/json")))
		return false;
	a->screen = !a->out && isatty(STDOUT_FILENO) && !str_starts(str_of(type), "text/");
	return true;
}

static size_t keep(char *data, size_t size, size_t n, void *arg)
{
	struct answer *a = arg;
	if (!a->file && a->text.n == 0 && is_file(a)) {
		a->file = a->screen ? NULL : a->out ? fopen(a->out, "wbxe") : stdout;
		a->failed = !a->file;
	}
	if (a->failed)
		return 0;
	if (a->file) {
		a->failed = fwrite(data, size, n, a->file) != n;
		return a->failed ? 0 : n * size;
	}
	buf_add(&a->text, data, size * n);
	return a->text.failed ? 0 : n * size;
}

/* The end of a file; half of one is taken away again. */
static enum rc end_file(struct cli *c, struct answer *a, bool whole)
{
	int why = errno;
	bool named = a->file && a->file != stdout;
	if (a->file && (named ? fclose(a->file) : fflush(a->file)) != 0) {
		why = errno;
		a->failed = true;
	}
	if (named && (a->failed || !whole))
		unlink(a->out);
	if (a->screen)
		return err_set(&c->err, RC_INVALID,
		               "Câu trả lời là một tệp: xin thêm --out TỆP để ghi ra đĩa.");
	if (a->failed)
		return err_set(&c->err, RC_IO, "Không ghi được tệp %s: %s.",
		               a->out ? a->out : "ra đầu ra chuẩn", strerror(why));
	if (named && whole && !c->json)
		printf("Đã ghi %s.\n", a->out);
	return RC_OK;
}

/* "--id 5 --parts.0.name A": every option is a field; @FILE is an upload. */
static enum rc take_fields(struct cli *c, const struct op *op, CURL *curl, curl_mime *form,
                           struct buf *query)
{
	for (int i = 0; i < c->argc; i++) {
		char *a = c->argv[i];
		if (!a)
			continue;
		if (strncmp(a, "--", 2) != 0)
			return cli_no_more(c);
		char *value = strchr(a, '=');
		struct str name = {.p = a + 2, .n = value ? (size_t)(value - a - 2) : strlen(a + 2)};
		if (value)
			value++;
		else if (i + 1 < c->argc && c->argv[i + 1])
			value = c->argv[++i];
		else
			return err_set(&c->err, RC_INVALID, "Thiếu giá trị sau %s.", a);
		const char *key = arena_strz(&c->mem, name);
		struct str first = name;
		if (strcmp(key, "version") == 0 && op_versioned(op))
			key = "_version";
		const struct field *f = op_field(op, str_cut(&first, '.'));
		if (form) {
			curl_mimepart *part = curl_mime_addpart(form);
			curl_mime_name(part, key);
			if (f && f->type == FIELD_FILE) {
				if (curl_mime_filedata(part, value) != CURLE_OK)
					return err_set(&c->err, RC_NOTFOUND, "Không đọc được tệp %s.", value);
			} else {
				curl_mime_data(part, value, CURL_ZERO_TERMINATED);
			}
		} else {
			char *k = curl_easy_escape(curl, key, 0), *v = curl_easy_escape(curl, value, 0);
			buf_printf(query, "%c%s=%s", query->n ? '&' : '?', k, v);
			curl_free(k);
			curl_free(v);
		}
	}
	return RC_OK;
}

/* --- the answer
 * ---------------------------------------------------------------------------------------- */

static enum rc rc_of_status(long status)
{
	switch (status) {
	case 200:
	case 202: return RC_OK;
	case 401: return RC_SIGNIN;
	case 403: return RC_DENIED;
	case 404: return RC_NOTFOUND;
	case 409: return RC_CONFLICT;
	case 413: return RC_TOOBIG;
	case 422:
	case 400: return RC_INVALID;
	case 503: return RC_BUSY;
	default: return RC_IO;
	}
}

static const char *shown(json_t *v, char *room, size_t size)
{
	if (json_is_string(v))
		return json_string_value(v);
	if (json_is_integer(v))
		snprintf(room, size, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else
		snprintf(room, size, "%s", json_is_true(v) ? "có" : json_is_false(v) ? "không" : "");
	return room;
}

static void print_object(json_t *object)
{
	const char *key;
	json_t *v;
	char room[32];
	json_object_foreach(object, key, v) if (!json_is_object(v) && !json_is_array(v))
		printf("%-16s %s\n", key, shown(v, room, sizeof room));
}

static void print_codes(json_t *codes)
{
	json_t *one;
	size_t i;
	json_array_foreach(codes, i, one) printf("%s\n", json_string_value(one));
}

static void print_rows(json_t *answer)
{
	json_t *items = json_object_get(answer, "items"), *row, *v;
	size_t i;
	const char *key;
	char room[32];
	json_array_foreach(items, i, row)
	{
		if (i == 0) {
			json_object_foreach(row, key, v) printf("%s\t", key);
			putchar('\n');
		}
		json_object_foreach(row, key, v) printf("%s\t", shown(v, room, sizeof room));
		putchar('\n');
	}
	const char *next = json_string_value(json_object_get(answer, "next"));
	if (next)
		fprintf(stderr, "Còn nữa: thêm --after %s\n", next);
}

static enum rc print_answer(struct cli *c, const struct op *op, long status, struct str body)
{
	enum rc rc = rc_of_status(status);
	json_t *j = json_loadb(body.p, body.n, 0, NULL);
	if (!j && rc != RC_OK) /* a page that says no */
		return err_set(&c->err, rc,
		               "Máy chủ từ chối (mã %ld). Xin gọi không có --out để xem lý do.", status);
	if (c->json || !j) {
		printf("%.*s\n", STR_ARG(body));
		c->told = true;
		json_decref(j);
		return rc;
	}
	if (rc != RC_OK) {
		json_t *fields = json_object_get(json_object_get(j, "error"), "fields"), *one;
		size_t i;
		const char *say =
			json_string_value(json_object_get(json_object_get(j, "error"), "message"));
		err_set(&c->err, rc, "%s", say ? say : "Máy chủ không trả lời rõ.");
		json_array_foreach(fields, i, one)
			fprintf(stderr, "  --%s: %s\n", json_string_value(json_object_get(one, "name")),
		            json_string_value(json_object_get(one, "message")));
	} else if (op->kind == OP_LIST) {
		print_rows(j);
	} else {
		print_object(j);
		print_object(json_object_get(j, "facts"));
		print_codes(json_object_get(j, "codes"));
	}
	json_decref(j);
	return rc;
}

static enum rc no_server(struct cli *c, const char *why)
{
	if (access(c->data_dir, F_OK) != 0)
		return err_set(
			&c->err, RC_IO,
			"Không có thư mục dữ liệu %s. Xin chỉ thư mục bằng --data THƯ_MỤC, hoặc tạo cơ "
			"quan bằng thidua init.",
			c->data_dir);
	return err_set(&c->err, RC_IO,
	               "Không nối được với máy chủ của %s (%s). Thao tác này làm qua máy chủ: xin chạy "
	               "thidua serve --data %s trước.",
	               c->data_dir, why, c->data_dir);
}

/* A list goes into a file of that kind as the whole list, not a page of it. */
static const char *table_ending(const char *to)
{
	static const char *const endings[] = {".xlsx", ".csv"};
	for (int i = 0; to && i < 2; i++)
		if (str_ends(str_of(to), endings[i]))
			return endings[i];
	return NULL;
}

static struct str address(struct cli *c, const struct op *op, const char *table)
{
	struct str path =
		arena_printf(&c->mem, "http://localhost/%s%s", table ? "" : "api/v1/", op->name);
	*strrchr((char *)path.p, '.') = '/';
	return table ? arena_printf(&c->mem, "%.*s%s", STR_ARG(path), table) : path;
}

enum rc cli_call(struct cli *c, const struct op *op)
{
	struct answer answer = {.out = op_field(op, STR("out")) ? NULL : cli_option(c, "out")};
	const char *table = op->kind == OP_LIST ? table_ending(answer.out) : NULL;
	struct buf query;
	const char *as = cli_option(c, "as");
	bool preview = cli_flag(c, "preview");
	long status = 0;
	CURL *curl = curl_easy_init();
	BUG_ON(!curl);
	curl_mime *form = op->kind == OP_WRITE ? curl_mime_init(curl) : NULL;
	struct curl_slist *headers = NULL;
	answer.curl = curl;
	buf_init(&answer.text, ANSWER_MAX);
	buf_init(&query, 256 * 1024);
	if (!as)
		as = getenv("THIDUA_AS");
	if (as)
		headers = curl_slist_append(headers, arena_printf(&c->mem, "X-Thidua-As: %s", as).p);
	enum rc rc = take_fields(c, op, curl, form, &query);
	if (rc == RC_OK && form && preview) {
		curl_mimepart *part = curl_mime_addpart(form);
		curl_mime_name(part, "_preview");
		curl_mime_data(part, "1", CURL_ZERO_TERMINATED);
	}
	if (rc == RC_OK) {
		curl_easy_setopt(
			curl, CURLOPT_URL,
			arena_printf(&c->mem, "%s%.*s", address(c, op, table).p, STR_ARG(buf_view(&query))).p);
		curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH,
		                 arena_printf(&c->mem, "%s/thidua.sock", c->data_dir).p);
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
		curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
		curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
		curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 300000L);
		if (form)
			curl_easy_setopt(curl, CURLOPT_MIMEPOST, form);
		CURLcode code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
		rc = end_file(c, &answer, code == CURLE_OK);
		if (rc == RC_OK && code != CURLE_OK)
			rc = no_server(c, curl_easy_strerror(code));
		else if (rc == RC_OK && !answer.file)
			rc = print_answer(c, op, status, buf_view(&answer.text));
	}
	curl_slist_free_all(headers);
	curl_mime_free(form);
	curl_easy_cleanup(curl);
	buf_release(&answer.text);
	buf_release(&query);
	return rc;
}
