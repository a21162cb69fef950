/* answer.c: an explanation as JSON and as text. Same answer, same bytes. */
#include "law/law.h"

#include "base/json_out.h"

static void json_condition(struct json_out *j, const struct law_condition *c)
{
	json_obj(j, NULL);
	json_str(j, "key", c->key);
	json_int(j, "depth", c->depth);
	json_bool(j, "group", c->group);
	json_str(j, "text", c->text);
	json_str(j, "citation", c->citation);
	json_z(j, "mark", law_mark_words(c->mark));
	json_bool(j, "local", c->local);
	json_z(j, "result", law_result_word(c->result));
	json_z(j, "if_confirmed", law_result_word(c->if_confirmed));
	json_str(j, "because", c->because);
	json_arr(j, "facts");
	for (int i = 0; i < c->fact_count; i++)
		json_str(j, NULL, c->facts[i]);
	json_end(j);
	json_end(j);
}

void law_answer_json(const struct law_answer *a, struct buf *out)
{
	struct json_out j = json_out_to(out);
	json_obj(&j, NULL);
	json_str(&j, "award", a->award);
	json_str(&j, "name", a->name);
	json_z(&j, "on", date_iso(a->on).z);
	json_int(&j, "year", a->year);
	json_str(&j, "rule_set", a->set);
	json_str(&j, "rules_hash", a->hash);
	json_bool(&j, "confirmed", a->confirmed);
	json_z(&j, "verdict", law_verdict_word(a->verdict));
	json_z(&j, "if_confirmed", law_verdict_word(a->if_confirmed));
	json_z(&j, "by_conditions", law_verdict_word(a->by_conditions));
	json_arr(&j, "conditions");
	for (int i = 0; i < a->condition_count; i++)
		json_condition(&j, &a->conditions[i]);
	json_end(&j);
	json_arr(&j, "missing");
	for (int i = 0; i < a->missing_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "key", a->missing[i].key);
		json_str(&j, "what", a->missing[i].what);
		json_str(&j, "who", a->missing[i].who);
		json_bool(&j, "confirm", a->missing[i].confirm);
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "warnings");
	for (int i = 0; i < a->warning_count; i++)
		json_str(&j, NULL, a->warnings[i]);
	json_end(&j);
	json_end(&j);
}

int law_better(const struct law_answer *list, int count)
{
	int best = 0;
	/* Held and given are so by every law; of the rest a higher value is better. */
	for (int i = 1; i < count; i++)
		if (list[i].verdict > list[best].verdict)
			best = i;
	return best;
}

void law_answers_json(const struct law_answer *list, int count, struct buf *out)
{
	if (count == 1) {
		law_answer_json(list, out);
		return;
	}
	buf_z(out, "{\"rules\":[");
	for (int i = 0; i < count; i++) {
		if (i)
			buf_chr(out, ',');
		law_answer_json(&list[i], out);
	}
	buf_printf(out, "],\"more_favourable\":\"%.*s\"}", STR_ARG(list[law_better(list, count)].set));
}

static void text_condition(struct buf *b, const struct law_condition *c)
{
	static const char *const marks[] = {"✗", "?", "✓"};
	buf_printf(b, "%*s%s %.*s", c->depth * 3, "", marks[c->result], STR_ARG(c->text));
	if (c->citation.n)
		buf_printf(b, "  [%.*s]", STR_ARG(c->citation));
	if (c->mark != LAW_SEEN)
		buf_printf(b, " (%s)", law_mark_words(c->mark));
	buf_chr(b, '\n');
	if (c->because.n)
		buf_printf(b, "%*s%.*s\n", c->depth * 3 + 4, "", STR_ARG(c->because));
	for (int i = 0; i < c->fact_count; i++)
		buf_printf(b, "%*s· %.*s\n", c->depth * 3 + 4, "", STR_ARG(c->facts[i]));
}

void law_answer_text(const struct law_answer *a, struct buf *out)
{
	buf_printf(out, "%.*s (%.*s), năm %d, ngày xét %s, bộ quy tắc %.*s\n", STR_ARG(a->name),
	           STR_ARG(a->award), a->year, date_vn(a->on).z, STR_ARG(a->set));
	buf_printf(out, "Kết luận: %s%s\n", law_verdict_words(a->verdict),
	           a->confirmed ? "" : " (có điều kiện chưa được xác nhận là luật)");
	if (a->verdict == LAW_GIVEN)
		buf_printf(out, "Xét theo điều kiện: %s\n", law_verdict_words(a->by_conditions));
	else if (!a->confirmed && a->verdict != LAW_HELD)
		buf_printf(out, "Nếu áp dụng như đã ghi: %s\n", law_verdict_words(a->if_confirmed));
	buf_chr(out, '\n');
	for (int i = 0; i < a->condition_count; i++)
		text_condition(out, &a->conditions[i]);
	int waiting = 0;
	for (int i = 0; i < a->missing_count; i++)
		if (a->missing[i].confirm)
			waiting++;
		else if (!a->missing[i].idle)
			buf_printf(out, "%sCòn thiếu: %.*s. Ai cung cấp: %.*s.\n", i ? "" : "\n",
			           STR_ARG(a->missing[i].what), STR_ARG(a->missing[i].who));
	if (waiting)
		buf_printf(out, "%d điều kiện chờ cơ quan xác nhận (xem các dòng \"chưa xác nhận\").\n",
		           waiting);
	for (int i = 0; i < a->warning_count; i++)
		buf_printf(out, "%sLưu ý: %.*s\n", i ? "" : "\n", STR_ARG(a->warnings[i]));
}
