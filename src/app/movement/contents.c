/* contents.c: the five contents that organising a movement has by Điều 17, and what is missing. */
#include "app/movement/movement.h"

#include "db/sql_movement.h"
#include "op/gate.h"

/* The first content has eight things of its own; time is always there, the others are texts. */
static const struct piece {
	int content;
	const char *label;
	size_t at; /* of the text in struct sql_movement_get */
} pieces[] = {
	{0, "mục tiêu", offsetof(struct sql_movement_get, goal)},
	{0, "phạm vi", offsetof(struct sql_movement_get, reach)},
	{0, "đối tượng", offsetof(struct sql_movement_get, subjects)},
	{0, "nội dung", offsetof(struct sql_movement_get, content)},
	{0, "tiêu chí", offsetof(struct sql_movement_get, criteria)},
	{0, "kế hoạch, biện pháp", offsetof(struct sql_movement_get, measures)},
	{1, "phát động, triển khai", offsetof(struct sql_movement_get, launching)},
	{2, "kiểm tra, đôn đốc, giám sát", offsetof(struct sql_movement_get, checking)},
	{3, "tuyên truyền, phát hiện, nhân rộng điển hình",
     offsetof(struct sql_movement_get, spreading)},
	{4, "sơ kết, tổng kết, khen thưởng", offsetof(struct sql_movement_get, reviewing)},
};

static const char *const titles[MOVEMENT_CONTENTS] = {
	"Mục tiêu, phạm vi, đối tượng, nội dung, tiêu chí, thời gian, kế hoạch và biện pháp",
	"Phát động, triển khai", "Kiểm tra, đôn đốc, giám sát",
	"Tuyên truyền, phát hiện, bồi dưỡng, nhân rộng điển hình tiên tiến",
	"Sơ kết, tổng kết, khen thưởng"};

int movement_contents(const struct sql_movement_get *m,
                      struct movement_content out[MOVEMENT_CONTENTS])
{
	int missing = 0;
	for (int i = 0; i < MOVEMENT_CONTENTS; i++)
		out[i] = (struct movement_content){.title = titles[i]};
	for (int i = 0; i < COUNT(pieces); i++) {
		const struct str *text = (const struct str *)((const char *)m + pieces[i].at);
		struct movement_content *to = &out[pieces[i].content];
		if (str_trim(*text).n == 0)
			to->lacks[to->lack_count++] = pieces[i].label;
	}
	for (int i = 0; i < MOVEMENT_CONTENTS; i++)
		missing += out[i].lack_count > 0;
	return missing;
}

struct str movement_lacking(struct ctx *c, const struct sql_movement_get *m)
{
	struct movement_content all[MOVEMENT_CONTENTS];
	struct str say = STR("");
	movement_contents(m, all);
	for (int i = 0; i < MOVEMENT_CONTENTS; i++)
		for (int k = 0; k < all[i].lack_count; k++) {
			const char *sep = say.n == 0 ? "" : k ? ", " : "; ";
			say = k ? arena_printf(c->mem, "%.*s%s%s", STR_ARG(say), sep, all[i].lacks[k])
			        : arena_printf(c->mem, "%.*s%s(%d) %s", STR_ARG(say), sep, i + 1,
			                       all[i].lacks[k]);
		}
	return say;
}
