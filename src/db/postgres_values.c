#include "db/postgres.h"

/* Types as PostgreSQL numbers them (catalog/pg_type.h); they never change. */
enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_NAME = 19,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_VARCHAR = 1043
};

Oid postgres_oid(enum db_type type)
{
	static const Oid oids[] = {OID_INT8, OID_TEXT, OID_BYTEA, OID_TEXT, OID_FLOAT8};
	return oids[type];
}

static void param_set(struct postgres_params *p, int i, const struct db_val *v)
{
	uint64_t bits;
	p->types[i] = postgres_oid(v->type);
	p->formats[i] = 1;
	p->values[i] = NULL;
	p->lengths[i] = 0;
	if (v->null)
		return;
	switch (v->type) {
	case DB_INT:
	case DB_REAL:
		memcpy(&bits, v->type == DB_INT ? (const void *)&v->i : &v->r, sizeof bits);
		p->numbers[i] = __builtin_bswap64(bits);
		p->values[i] = (const char *)&p->numbers[i];
		p->lengths[i] = sizeof bits;
		return;
	case DB_TEXT:
	case DB_BLOB:
		p->values[i] = v->s.p;
		p->lengths[i] = (int)v->s.n;
		return;
	case DB_DATE:
		p->dates[i] = date_iso(v->d);
		p->values[i] = p->dates[i].z;
		p->lengths[i] = (int)strlen(p->dates[i].z);
		return;
	}
}

enum rc postgres_params_set(struct db *db, struct postgres_params *p, const struct db_stmt_def *def,
                            const struct db_val *values)
{
	for (int i = 0; i < def->params; i++) {
		if (values[i].s.n > INT32_MAX)
			return err_set(db->err, RC_TOOBIG, "Nội dung quá lớn. Xin chia nhỏ rồi thử lại.");
		param_set(p, i, &values[i]);
	}
	return RC_OK;
}

static bool whole(const PGresult *r, int row, int col, int64_t *out)
{
	const unsigned char *at = (const unsigned char *)PQgetvalue(r, row, col);
	uint64_t v = 0;
	Oid type = PQftype(r, col);
	int n = PQgetlength(r, row, col);
	for (int i = 0; i < n && i < 8; i++)
		v = v << 8 | at[i];
	*out = type == OID_INT8   ? (int64_t)v
	       : type == OID_INT4 ? (int32_t)v
	       : type == OID_INT2 ? (int16_t)v
	                          : (int64_t)v;
	return type == OID_INT8 || type == OID_INT4 || type == OID_INT2 || type == OID_BOOL;
}

static bool real(const PGresult *r, int row, int col, double *out)
{
	const char *at = PQgetvalue(r, row, col);
	int64_t v;
	if (PQftype(r, col) == OID_FLOAT8) {
		uint64_t bits;
		memcpy(&bits, at, sizeof bits);
		bits = __builtin_bswap64(bits);
		memcpy(out, &bits, sizeof bits);
		return true;
	}
	if (PQftype(r, col) == OID_FLOAT4) {
		uint32_t bits;
		float f;
		memcpy(&bits, at, sizeof bits);
		bits = __builtin_bswap32(bits);
		memcpy(&f, &bits, sizeof bits);
		*out = (double)f;
		return true;
	}
	bool ok = whole(r, row, col, &v);
	*out = (double)v;
	return ok;
}

bool postgres_column(const PGresult *r, int row, int col, enum db_type type, struct arena *mem,
                     struct db_val *v)
{
	Oid oid = PQftype(r, col);
	db_val_null(v, type);
	if (PQgetisnull(r, row, col))
		return true;
	v->null = false;
	struct str bytes = {PQgetvalue(r, row, col), (size_t)PQgetlength(r, row, col)};
	switch (type) {
	case DB_INT: return whole(r, row, col, &v->i);
	case DB_REAL: return real(r, row, col, &v->r);
	case DB_BLOB: v->s = arena_str(mem, bytes); return oid == OID_BYTEA;
	case DB_TEXT:
		v->s = arena_str(mem, bytes);
		return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_NAME;
	case DB_DATE:
		v->d = date_from_iso(bytes);
		return (oid == OID_TEXT || oid == OID_VARCHAR) && !date_is_none(v->d);
	}
	return false;
}
