/* words.c: the words of the rule files and of facts files, each with its meaning. */
#include "law/tree.h"

const struct words law_ratings[] = {{"hoàn thành xuất sắc nhiệm vụ", LAW_EXCELLENT},
                                    {"hoàn thành tốt nhiệm vụ", LAW_GOOD},
                                    {"hoàn thành nhiệm vụ", LAW_DONE},
                                    {"không hoàn thành nhiệm vụ", LAW_FAILED},
                                    {0}};

const struct words law_scopes[] = {
	{"cơ sở", LAW_OFFICE}, {"tỉnh", LAW_PROVINCE}, {"toàn quốc", LAW_NATION}, {0}};

const struct words law_levels[] = {{"cấp cơ sở", LAW_BY_OFFICE},
                                   {"cấp xã", LAW_BY_COMMUNE},
                                   {"cấp tỉnh", LAW_BY_PROVINCE},
                                   {"cấp bộ", LAW_BY_MINISTRY},
                                   {"cấp chính phủ", LAW_BY_GOVERNMENT},
                                   {"cấp nhà nước", LAW_BY_STATE},
                                   {0}};

const char *law_level_words(enum law_level l)
{
	return law_word(law_levels, (int)l);
}

const struct words law_types[] = {{"công trạng", LAW_MERIT},
                                  {"đột xuất", LAW_SUDDEN},
                                  {"chuyên đề", LAW_THEME},
                                  {"cống hiến", LAW_SERVICE},
                                  {"niên hạn", LAW_TENURE},
                                  {"đối ngoại", LAW_FOREIGN},
                                  {0}};

const struct words law_subjects[] = {
	{"cá nhân", LAW_PERSON}, {"tập thể", LAW_COLLECTIVE}, {"hộ gia đình", LAW_HOUSEHOLD}, {0}};

const struct words law_cadres[] = {{"cán bộ", LAW_OFFICIAL},
                                   {"công chức", LAW_CIVIL_SERVANT},
                                   {"viên chức", LAW_PUBLIC_EMPLOYEE},
                                   {"người lao động", LAW_WORKER},
                                   {"lực lượng vũ trang", LAW_ARMED},
                                   {"công nhân , nông dân", LAW_FARMER},
                                   {"doanh nhân", LAW_ENTREPRENEUR},
                                   {"trí thức , nhà khoa học", LAW_SCHOLAR},
                                   {0}};

const struct words law_deeds[] = {{"xuất sắc trong phong trào thi đua", LAW_DEED_CAMPAIGN},
                                  {"đột xuất", LAW_DEED_SUDDEN},
                                  {"nhiều lần", LAW_DEED_MANY},
                                  {"đóng góp", LAW_DEED_CONTRIBUTION},
                                  {"mưu trí , sáng tạo", LAW_DEED_BRAVERY},
                                  /* As rules said it that were kept with verdicts. */
                                  {"mưu trí , dũng cảm", LAW_DEED_BRAVERY},
                                  {"phát minh , sáng chế", LAW_DEED_INVENTION},
                                  {"lao động , sản xuất", LAW_DEED_LABOUR},
                                  {"đối ngoại", LAW_DEED_FOREIGN},
                                  {0}};

const struct words law_numbers[] = {
	{"thành viên", LAW_N_MEMBERS},
	{"thành viên hoàn thành nhiệm vụ trở lên", LAW_N_MEMBERS_DONE},
	{"thành viên đạt LDTT", LAW_N_MEMBERS_LDTT},
	{"thành viên đạt CSTDCS", LAW_N_MEMBERS_CSTDCS},
	{"thành viên bị kỷ luật từ cảnh cáo trở lên", LAW_N_MEMBERS_WARNED},
	{"thành viên nữ", LAW_N_WOMEN},
	{"chỉ tiêu", LAW_N_TARGETS},
	{"chỉ tiêu vượt", LAW_N_TARGETS_EXCEEDED},
	{"xếp hạng trong cụm , khối", LAW_N_BLOC_RANK},
	{"tháng làm việc", LAW_N_MONTHS_WORKED},
	{"tháng nghỉ thai sản", LAW_N_MONTHS_MATERNITY},
	{0}};

const struct words law_members[] = {{"hoàn thành nhiệm vụ trở lên", LAW_N_MEMBERS_DONE},
                                    {"đạt LDTT", LAW_N_MEMBERS_LDTT},
                                    {"đạt CSTDCS", LAW_N_MEMBERS_CSTDCS},
                                    {"bị kỷ luật từ cảnh cáo trở lên", LAW_N_MEMBERS_WARNED},
                                    {"nữ", LAW_N_WOMEN},
                                    {0}};

const struct words law_reprimands[] = {{"khiển trách", LAW_REPRIMAND},
                                       {"cảnh cáo", LAW_WARNING},
                                       {"hạ bậc lương", LAW_DEMOTION},
                                       {"giáng chức", LAW_DEMOTION},
                                       {"cách chức", LAW_DEMOTION},
                                       {"buộc thôi việc", LAW_DISMISSAL},
                                       {0}};

const char *law_word(const struct words *table, int value)
{
	for (; table->text; table++)
		if (table->value == value)
			return table->text;
	return "";
}

#define FIND(list, count, of)                                                                      \
	for (int i = 0; i < (count); i++)                                                              \
		if (str_eq((list)[i].of, key))                                                             \
			return i;                                                                              \
	return -1

int law_doc_index(const struct law *law, struct str key)
{
	FIND(law->docs, law->doc_count, key);
}

int law_param_index(const struct law *law, struct str key)
{
	FIND(law->params, law->param_count, key);
}

static int hash_of(struct str key)
{
	uint32_t h = 2166136261u; /* FNV-1a, public domain */
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 16777619u;
	return (int)((h ^ h >> 16) & 255);
}

#define QUICK(list, table, of)                                                                     \
	for (int h = hash_of(key); law->table[h]; h = (h + 1) & 255)                                   \
		if (str_eq(law->list[law->table[h] - 1].of, key))                                          \
			return law->table[h] - 1;                                                              \
	return -1

static int linear_award(const struct law *law, struct str key)
{
	FIND(law->awards, law->award_count, info.code);
}

static int linear_attest(const struct law *law, struct str key)
{
	FIND(law->attests, law->attest_count, info.key);
}

int law_award_number(const struct law *law, struct str key)
{
	if (!law->quick)
		return linear_award(law, key);
	QUICK(awards, quick_awards, info.code);
}

int law_attest_index(const struct law *law, struct str key)
{
	if (!law->quick)
		return linear_attest(law, key);
	QUICK(attests, quick_attests, info.key);
}

uint8_t law_award_no(const struct law *law, struct str code)
{
	return (uint8_t)(law_award_number(law, code) + 1);
}

uint8_t law_attest_no(const struct law *law, struct str key)
{
	return (uint8_t)(law_attest_index(law, key) + 1);
}

/* Never full: at most LAW_ATTEST_MAX of 256 places are taken. */
static void place(uint8_t *table, struct str key, int number)
{
	int h = hash_of(key);
	while (table[h])
		h = (h + 1) & 255;
	table[h] = (uint8_t)(number + 1);
}

void law_make_quick(struct law *law)
{
	for (int i = 0; i < law->award_count; i++)
		place(law->quick_awards, law->awards[i].info.code, i);
	for (int i = 0; i < law->attest_count; i++)
		place(law->quick_attests, law->attests[i].info.key, i);
	law->quick = true;
}

int law_post_index(const struct law *law, struct str key)
{
	FIND(law->posts, law->post_count, key);
}

const char *law_mark_words(enum law_mark m)
{
	static const char *const words[] = {"đã đối chiếu văn bản", "theo nguồn thứ cấp",
	                                    "theo hiểu biết, chưa đối chiếu", "chưa xác nhận"};
	return words[m];
}

const char *law_result_word(enum law_result r)
{
	static const char *const words[] = {"no", "unknown", "yes"};
	return words[r];
}

const char *law_verdict_word(enum law_verdict v)
{
	static const char *const words[] = {"ineligible", "unknown", "eligible", "held", "given"};
	return words[v];
}

const char *law_verdict_words(enum law_verdict v)
{
	static const char *const words[] = {"không đủ điều kiện", "chưa đủ căn cứ", "đủ điều kiện",
	                                    "tạm dừng", "đã tặng"};
	return words[v];
}
