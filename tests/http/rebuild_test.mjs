// Keys of order are derived: whatever has one gets the same again from `thidua rebuild`. Tables are
// found by their column, so that a new one cannot be forgotten.
import assert from 'node:assert/strict';
import { engines, openOffice } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

const columns = {
	sqlite: `SELECT m.name, group_concat(p.name) FROM sqlite_master m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND p.name IN ('sort_key', 'fold', 'title_key', 'sign_key', 'issuer_key', 'key_version')
		GROUP BY m.name HAVING sum(p.name = 'sort_key') > 0`,
	postgresql: `SELECT table_name, string_agg(column_name, ',') FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name IN ('sort_key', 'fold', 'title_key', 'sign_key', 'issuer_key', 'key_version')
		GROUP BY table_name HAVING count(*) FILTER (WHERE column_name = 'sort_key') > 0`,
};
const text = { sqlite: (c) => `hex(${c})`, postgresql: (c) => `encode(convert_to(${c}::text, 'UTF8'), 'hex')` };
const nothing = { sort_key: { sqlite: "x'00'", postgresql: "'\\x00'::bytea" }, key_version: { sqlite: '0', postgresql: '0' } };

for (const engine of engines)
	test(`${engine}: every key of order comes back as it was`, async () => {
		const office = await openOffice(engine);
		await office.close();
		const tables = office.sql(columns[engine]).map(([name, list]) => [name, list.split(',')]);
		assert.ok(tables.length >= 8, `only ${tables.map(([t]) => t)}`);
		const dump = () => tables.map(([name, list]) =>
			[name, office.sql(`SELECT ${list.map(text[engine]).join(', ')} FROM ${name}`).map(String).sort()]);
		const before = dump();
		for (const [name, list] of tables)
			for (const column of list.filter((c) => nothing[c]))
				office.damage(`UPDATE ${name} SET ${column} = ${nothing[column][engine]}`);
		assert.notDeepEqual(dump(), before);
		office.cli(['rebuild']);
		for (const [i, [name, rows]] of dump().entries())
			assert.deepEqual(rows, before[i][1], name);
	});

await run();
