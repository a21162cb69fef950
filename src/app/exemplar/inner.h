/* inner.h: what the files about exemplars share. */
#ifndef APP_EXEMPLAR_INNER_H
#define APP_EXEMPLAR_INNER_H

#include "app/exemplar/exemplar.h"
#include "op/upload.h"

#define EXEMPLAR_PROPOSES (R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING))
#define EXEMPLAR_SEES (EXEMPLAR_PROPOSES | R(HEAD) | R(INSPECTOR))
#define EXEMPLAR_LAW "Luật Thi đua, khen thưởng 2022, Điều 17 (phát hiện, nhân rộng điển hình)"

/* The form of a proposal; `id` is what it starts from, DB_NULL without. */
struct propose_in {
	int64_t id, person_id, unit_id, by_unit, year, month;
	struct str household, title, story, caption;
	struct upload picture;
};

/* Field of a picture and its caption, with S as the input struct. */
#define PICTURE_MAX (20 * 1024 * 1024)
#define PICTURE_FIELDS(S)                                                                          \
	F(FILE, S, picture, "Ảnh", .types = FILES_PICTURE, .max = PICTURE_MAX,                         \
	  .hint = "JPEG, PNG; được lưu lại không kèm vị trí chụp"),                                    \
		F(TEXT, S, caption, "Chú thích ảnh", .max = 300, .flags = FRESH,                           \
	      .hint = "Ảnh chụp ai, làm gì; người không nhìn thấy ảnh cũng đọc dòng này")

/* A new proposal with what is decided already; checks, stores, tells the standing body. */
struct exemplar_new {
	const char *subject;
	int64_t unit_id, person_id, about_unit_id, deed_id;
	struct str household;
};
enum rc exemplar_store(struct ctx *c, const struct propose_in *p, const struct exemplar_new *n,
                       struct out *out) MUST_CHECK;

/* This month in a new form. */
enum rc exemplar_fill_month(struct ctx *c, struct values *v) MUST_CHECK;

/* RC_OK without a picture; else keeps it. */
enum rc exemplar_keep_picture(struct ctx *c, int64_t exemplar, const struct upload *picture,
                              struct str caption) MUST_CHECK;

#endif
