/*
 * import_whom.h: whom a row of a list is about, and what the imports of records do alike; private
 * to them.
 *
 * The first columns are the same in each: record number, name, birth, CCCD or CMND, unit. A
 * number decides; a name alone never does: such a row is kept under an `unmatched` row.
 */
#ifndef APP_RECORD_IMPORT_WHOM_H
#define APP_RECORD_IMPORT_WHOM_H

#include "app/import/import.h"
#include "app/record/record.h"

enum whom_field { W_NOTHING, W_ID, W_NAME, W_BIRTH, W_NUMBER, W_UNIT, W_NEXT };

#define WHOM_FIELDS                                                                                \
	{"", "Bỏ qua"}, {"id", "Mã hồ sơ"}, {"name", "Họ và tên"}, {"birth", "Ngày sinh"},             \
		{"number", "CCCD, CMND"},                                                                  \
	{                                                                                              \
		"unit", "Đơn vị"                                                                       \
	}
#define WHOM_HEADINGS                                                                              \
	{"ma ho so", W_ID}, {"ho va ten", W_NAME}, {"ho ten", W_NAME}, {"ten", W_NAME},                \
		{"nguoi", W_NAME}, {"nguoi ho", W_NAME}, {"tac gia", W_NAME}, {"ca nhan", W_NAME},         \
		{"ngay sinh", W_BIRTH}, {"ngay thang nam sinh", W_BIRTH}, {"cccd", W_NUMBER},              \
		{"so cccd", W_NUMBER}, {"cmnd", W_NUMBER}, {"cccd cmnd", W_NUMBER},                        \
		{"so dinh danh", W_NUMBER}, {"so dinh danh ca nhan", W_NUMBER}, {"don vi", W_UNIT},        \
		{"don vi cong tac", W_UNIT}, {"phong ban", W_UNIT},                                        \
	{                                                                                              \
		"tap the", W_UNIT                                                                          \
	}

struct whom {
	struct subject s; /* unmatched_id DB_NULL also when the unmatched row is still to be made */
	bool unmatched;
	struct unmatched_new u;
	uint64_t key; /* the same for the same subject of this file */
};

/*
 * Reads the columns and finds the subject; `kind` is "person" or "unit". Names what is wrong.
 * Only a failing database is not RC_OK.
 */
enum rc whom_read(struct import_work *w, struct import_row *r, const char *kind,
                  struct whom *out) MUST_CHECK;

/* Has the row a name, a number or a record number? Without them it is about a unit. */
bool whom_is_person(const struct import_work *w, const struct import_row *r);

/* Makes the unmatched row when there has to be one. Inside DB_WRITE. */
enum rc whom_keep(struct import_work *w, struct whom *h) MUST_CHECK;

/* "112/QĐ-VP ngày 20/12/2024" in one cell is both. `sign_field` and `dated_field` of the kind. */
void paper_read(struct import_work *w, struct import_row *r, int sign_field, int dated_field,
                int issuer_field, struct paper *out);

/* A map in w->own of what rows of the file say, for begin and end of a kind. */
enum rc said_begin(struct import_work *w) MUST_CHECK;
void said_end(struct import_work *w);

/* A row that says what an earlier one of the file says, is bad. `whose`: whom.key, or 0. */
void not_again(struct import_work *w, struct import_row *r, struct str what, uint64_t whose);

/*
 * What a record_…_check() found: RC_INVALID is a finding at the cell of `field`, RC_CONFLICT means
 * that it is there already, and both are RC_OK then; the row is new or the same.
 */
enum rc row_checked(struct import_work *w, struct import_row *r, enum rc rc, int field) MUST_CHECK;

/* "Không được để trống." */
void must_have(struct import_work *w, struct import_row *r, int field);

/* A year; DB_NULL and a finding when it is none. */
int64_t year_read(struct import_work *w, struct import_row *r, int field);

#endif
