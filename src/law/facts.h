/*
 * facts.h: what the law is asked about: one subject's record, as the law sees it.
 *
 * The office's tables, a JSON file (docs/law-facts.md) and the worked examples of laws/ all
 * become a struct law_facts. Everything is borrowed: texts and arrays must live as long as
 * the struct. A struct that is all zero is a subject of whom nothing is known.
 *
 * What is missing is unknown, never "no". Lists (awards, initiatives, achievements) say from
 * which year on they are complete: what is absent from a complete year did not happen, what
 * is absent from an earlier year is not known.
 *
 * Years are years of achievement. An award belongs to the last year of the period its
 * decision names; a decision without a period counts for the year it was signed in.
 */
#ifndef LAW_FACTS_H
#define LAW_FACTS_H

#include "base/date.h"

enum law_subject { LAW_PERSON, LAW_COLLECTIVE, LAW_HOUSEHOLD, LAW_SUBJECTS };

/* Who the person is to the law; Điều 24 judges civil servants and other workers differently. */
enum law_cadre {
	LAW_CADRE_UNKNOWN,
	LAW_OFFICIAL,        /* cán bộ */
	LAW_CIVIL_SERVANT,   /* công chức */
	LAW_PUBLIC_EMPLOYEE, /* viên chức */
	LAW_WORKER,          /* người lao động hợp đồng */
	LAW_ARMED,           /* quân nhân, công an */
	LAW_FARMER,          /* công nhân, nông dân, người dân */
	LAW_ENTREPRENEUR,    /* doanh nhân */
	LAW_SCHOLAR,         /* trí thức, nhà khoa học */
	LAW_CADRES
};

enum law_sex { LAW_SEX_UNKNOWN, LAW_MALE, LAW_FEMALE };

/* Điều 8 of the Luật: six award types. */
enum law_type {
	LAW_TYPE_UNKNOWN,
	LAW_MERIT,   /* công trạng */
	LAW_SUDDEN,  /* đột xuất */
	LAW_THEME,   /* phong trào thi đua, chuyên đề */
	LAW_SERVICE, /* quá trình cống hiến */
	LAW_TENURE,  /* niên hạn */
	LAW_FOREIGN, /* đối ngoại */
	LAW_TYPES
};

/* Rising, so that they can be compared. */
enum law_rating {
	LAW_RATING_UNKNOWN,
	LAW_RATING_NONE, /* the year does not count (a discipline was in force) */
	LAW_FAILED,      /* không hoàn thành nhiệm vụ */
	LAW_DONE,        /* hoàn thành nhiệm vụ */
	LAW_GOOD,        /* hoàn thành tốt nhiệm vụ */
	LAW_EXCELLENT    /* hoàn thành xuất sắc nhiệm vụ */
};

/* Rising. */
enum law_scope { LAW_SCOPE_UNKNOWN, LAW_OFFICE, LAW_PROVINCE, LAW_NATION, LAW_SCOPES };

enum law_reprimand { /* rising */
	                 LAW_REPRIMAND_UNKNOWN,
	                 LAW_REPRIMAND, /* khiển trách */
	                 LAW_WARNING,   /* cảnh cáo */
	                 LAW_DEMOTION,  /* hạ bậc lương, giáng chức, cách chức */
	                 LAW_DISMISSAL  /* buộc thôi việc, bãi nhiệm */
};

enum law_achievement_kind {
	LAW_DEED_CAMPAIGN, /* xuất sắc trong phong trào thi đua */
	LAW_DEED_SUDDEN,   /* thành tích đột xuất */
	LAW_DEED_MANY,     /* nhiều thành tích */
	LAW_DEED_CONTRIBUTION, /* đóng góp KT-XH, KH-KT, từ thiện nhân đạo, đất đai, tài sản */
	LAW_DEED_BRAVERY,   /* mưu trí, sáng tạo trong chiến đấu */
	LAW_DEED_INVENTION, /* phát minh, sáng chế, công trình khoa học */
	LAW_DEED_LABOUR,    /* lao động, sản xuất của công nhân, nông dân */
	LAW_DEED_FOREIGN,   /* đóng góp cho quan hệ đối ngoại */
	LAW_DEEDS
};

/* Numbers of a year. JSON and rule files name them by the words in words.c. */
enum law_number {
	LAW_N_MEMBERS,          /* thành viên của tập thể tại thời điểm xét */
	LAW_N_MEMBERS_DONE,     /* được xếp loại hoàn thành nhiệm vụ trở lên */
	LAW_N_MEMBERS_LDTT,     /* đạt Lao động tiên tiến */
	LAW_N_MEMBERS_CSTDCS,   /* đạt Chiến sĩ thi đua cơ sở */
	LAW_N_MEMBERS_WARNED,   /* bị kỷ luật từ cảnh cáo trở lên */
	LAW_N_WOMEN,            /* nữ */
	LAW_N_TARGETS,          /* chỉ tiêu thi đua và nhiệm vụ được giao */
	LAW_N_TARGETS_EXCEEDED, /* vượt */
	LAW_N_BLOC_RANK,        /* xếp hạng trong cụm, khối */
	LAW_N_MONTHS_WORKED,    /* tháng làm việc trong năm, không kể nghỉ thai sản */
	LAW_N_MONTHS_MATERNITY, /* tháng nghỉ thai sản theo chế độ */
	LAW_NUMBERS
};

/* `source` everywhere: what the fact rests on, as people cite it ("QĐ 112/QĐ-VP ngày 20/12/2024").
 */
struct law_year {
	int year;
	enum law_rating rating;
	struct str source;
};

struct law_figure {
	int year;
	enum law_number what;
	int32_t value;
	struct str source;
};

struct law_award {
	struct str code; /* "CSTDCS" */
	int year;        /* last year of the period of achievement; 0: the year of `decided` */
	enum law_type type;
	struct date decided;
	struct str source; /* the decision; empty: it is missing, and the award counts as not known */
	bool cancelled;    /* Điều 93: counts no more */
	uint8_t no;        /* law_award_no() of the code; 0: looked up each time */
};

struct law_initiative {
	int year; /* of recognition */
	enum law_scope scope;
	bool study;                       /* đề tài, đề án, công trình */
	struct str used_title, used_form; /* code of the award it has already served; empty: none */
	struct str source;                /* the recognition; empty: counts as not known */
};

struct law_deed {
	int year;
	enum law_achievement_kind kind;
	enum law_scope scope;
	struct str used; /* code of the award given for it: one achievement, one award (Điều 5) */
	struct str source;
	/*
	 * Who confirmed it, with evidence, where no document (`source`) says so. Where such a deed
	 * counts, the rule says so with a number of the office (CHUNG_MINH_CO_SO): else not known.
	 */
	struct str confirmed;
};

struct law_discipline {
	enum law_reprimand level;
	struct date from, to; /* half-open; to DATE_NONE: end not known */
	struct str source;
};

/* NĐ 152 Điều 4 k4. The reason is confidential and never reaches an answer. */
struct law_hold {
	struct date from, to; /* half-open; to DATE_OPEN: not released yet */
};

/* What only people can judge. */
struct law_attestation {
	struct str key; /* as the rule files name it: "DOAN_KET" */
	int year;
	bool yes;
	struct str by; /* who, in what post, when */
	uint8_t no;    /* law_attest_no() of the key; 0: looked up each time */
};

struct law_service {
	struct str post; /* key of the rule files: "CHU_TICH_TINH" */
	int months;
	struct str source;
};

#define LAW_DECIDED_ALL 9999 /* for decided_to: every year is */
#define LAW_COMPLETE 1       /* for the *_from below: complete from the beginning */

struct law_facts {
	enum law_subject subject;
	enum law_cadre cadre;
	enum law_sex sex;
	const struct law_year *years;
	const struct law_figure *figures;
	const struct law_award *awards;
	const struct law_initiative *initiatives;
	const struct law_deed *deeds;
	const struct law_discipline *disciplines;
	const struct law_hold *holds;
	const struct law_attestation *attestations;
	const struct law_service *service;
	int year_count, figure_count, award_count, initiative_count, deed_count, discipline_count,
		hold_count, attestation_count, service_count;
	int awards_from, initiatives_from, deeds_from; /* first complete year; 0: none is */
	/* Last year whose awards and recognised initiatives have all been decided: what is absent from
	 * a later one may still come. 0: a year is decided when it is over on the day asked. */
	int decided_to;
	bool service_complete; /* no post that matters is missing from `service` */
};

/*
 * Reads a facts file (JSON, docs/law-facts.md). RC_INVALID names what is wrong and where; unknown
 * keys are refused, so that a slip is not taken for missing data, and so is what cannot be (more
 * members with LDTT than members). Everything lands in `mem`.
 */
enum rc law_facts_read(struct arena *mem, struct str json, struct law_facts *out,
                       struct err *e) MUST_CHECK;

/*
 * Are the awards, words to attest and posts that the facts name those of this law (KHAC: an award
 * of others)? RC_INVALID names the first that is not, so that a slip is not taken for an award
 * that was never given.
 */
struct law;
enum rc law_facts_known(const struct law *law, const struct law_facts *f, struct err *e) MUST_CHECK;

#endif
