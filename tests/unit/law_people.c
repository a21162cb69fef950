#include "law_people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

int64_t law_person(struct office *o, const char *name)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "gender", "nu", "cadre", "civil_servant",
	            "unit_id", num(o, unit_named(o, TH)), "post_title", "Chuyên viên", "since",
	            "01/06/2019", "cccd", "", "birth", "02/03/1990", NULL));
	return a->out.id;
}

void law_rate(struct office *o, const char *person, const char *year, const char *level)
{
	office_rate(o, person, year, level);
}

void law_attest(struct office *o, const char *person, const char *year, const char *matter)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, KEEPER), "attestation.add", "person_id", person, "year", year,
	            "matter", matter, "yes", "1", "basis", "Biên bản 5/BB-HĐ", NULL));
}

json_t *law_json(struct acting *a, const char *op)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	op_find(str_of(op))->json(&b, &a->c, a->out.data);
	json_t *j = json_loadb(b.p, b.n, 0, NULL);
	buf_release(&b);
	assert_non_null(j);
	return j;
}

const char *law_verdict_as(struct office *o, const char *who, const char *person, const char *award,
                           const char *on)
{
	struct acting *a = office_as(o, who);
	WANT(o, RC_OK, run_op(a, "law.explain", "award", award, "subject", person, "on", on, NULL));
	json_t *j = law_json(a, "law.explain");
	const char *word =
		arena_str(&o->f->mem, str_of(json_string_value(json_object_get(j, "verdict")))).p;
	json_decref(j);
	return word;
}
