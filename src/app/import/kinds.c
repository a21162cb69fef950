/* kinds.c: what can be imported. A new kind is a line in each of the two
 * tables. */
#include "app/criteria/criteria.h"
#include "app/dossier/dossier.h"
#include "app/import/inner.h"
#include "app/library/library.h"
#include "app/record/record.h"
#include "app/registration/registration.h"
#include "app/task/task.h"
#include "db/sql_import.h"
#include "op/gate.h"
#include "viet/viet.h"

const struct import_kind *const import_kinds[] = {
	&import_people,      &import_units,       &import_awards,   &import_ratings,
	&import_initiatives, &import_disciplines, &import_deeds,    &import_services,
	&import_holds,       &import_documents,   &import_tasks,    &import_registrations,
	&import_criteria,    &import_scores,      &import_nominees, NULL};

const struct choice import_kind_choices[] = {{"person", "Người"},
                                             {"unit", "Đơn vị"},
                                             {"award", "Sổ khen thưởng"},
                                             {"rating", "Xếp loại chất lượng"},
                                             {"initiative", "Sáng kiến, đề tài"},
                                             {"discipline", "Kỷ luật"},
                                             {"deed", "Thành tích"},
                                             {"service", "Thời gian giữ chức vụ"},
                                             {"hold", "Tạm dừng xét"},
                                             {"document", "Văn bản"},
                                             {"task", "Nhiệm vụ"},
                                             {"registration", "Đăng ký thi đua"},
                                             {"criterion", "Bộ tiêu chí chấm điểm"},
                                             {"score", "Điểm tự chấm"},
                                             {"nominee", "Đề nghị khen thưởng"},
                                             {0}};

const struct import_kind *import_kind_of(struct str name)
{
	for (int i = 0; import_kinds[i]; i++)
		if (str_eqz(name, import_kinds[i]->name))
			return import_kinds[i];
	return NULL;
}

int import_field_count(const struct import_kind *kind)
{
	int n = 0;
	while (kind->fields[n].value)
		n++;
	return n;
}

int import_field_of(const struct import_kind *kind, struct str word)
{
	for (int i = 0; kind->fields[i].value; i++)
		if (str_eqz(word, kind->fields[i].value))
			return i;
	return -1;
}

int import_heading_of(const struct import_kind *kind, struct arena *mem, struct str title)
{
	struct str folded = viet_fold(mem, title);
	for (const struct import_heading *h = kind->headings; h->heading; h++)
		if (str_eqz(folded, h->heading))
			return h->field;
	for (const struct import_heading *h = kind->parts; h && h->heading && folded.n <= 40; h++)
		if (strstr(folded.p, h->heading))
			return h->field;
	return 0;
}

enum rc import_get(struct ctx *c, int64_t id, struct sql_import_get *now,
                   const struct import_kind **kind)
{
	TRY(sql_import_get(c->db, c->mem, id, now));
	*kind = import_kind_of(now->kind);
	if (!*kind)
		return err_detail(c->err, RC_BUG, "import: unknown kind");
	return gate_may(c, op_find(str_of((*kind)->like)));
}
