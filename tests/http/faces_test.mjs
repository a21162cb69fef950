// The three faces of the operations on both engines: every page for every role, what a form
// and the API refuse, one answer for one key, exports, paging, and the command line.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, run } from '../lib/tap.mjs';
import { engines, inOffice, roles, thidua } from '../lib/office.mjs';
import { operations } from '../lib/operations.mjs';

const openapi = JSON.parse(thidua(['openapi']).out);
const ops = operations(openapi);
// What lists are asked that say nothing by themselves.
const wants = { 'document.plans': '?document=1', 'document.movements': '?document=1' };
const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
const unit = (name, more = {}) => ({ name, kind: 'department', parent_id: 1, on: today, ...more });

// libxml2 knows HTML 4: what it does not know of HTML 5 is no fault.
const dir = mkdtempSync(join(tmpdir(), 'thidua-html-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
function htmlFaults(pages) {
	const paths = [...pages.keys()], wrong = [];
	paths.forEach((path, i) => {
		const text = pages.get(path), ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
		wrong.push(...ids.filter((id, k) => ids.indexOf(id) !== k).map((id) => `${path}: id ${id} twice`));
		writeFileSync(join(dir, `page-${i}.html`), text);
	});
	const files = paths.map((_, i) => `page-${i}.html`).join(' ');
	const said = execFileSync('sh', ['-c', `xmllint --html --noout ${files} 2>&1 || true`], { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28 });
	for (const [, i, what] of said.matchAll(/^page-(\d+)\.html:(.*error :.*)$/gm))
		if (!/Tag \S+ invalid/.test(what))
			wrong.push(`${paths[i]}: ${what}`);
	return wrong;
}

test('the OpenAPI description is whole', () => {
	assert.match(openapi.openapi, /^3\.1/);
	const names = new Set();
	const refs = JSON.stringify(openapi).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
	for (const [, name] of refs)
		assert.ok(openapi.components.schemas[name], name);
	for (const op of ops) {
		assert.ok(!names.has(op.name), `${op.name} twice`);
		names.add(op.name);
		assert.ok(op.title && op.kind, op.name);
		for (const must of op.must)
			assert.ok(op.fields[must], `${op.name}: ${must} is required and not described`);
	}
});

// What of JSON Schema the description uses; a key that it does not name is a fault, too.
function misfits(schema, value, where = '') {
	const at = (s) => (s.$ref ? { ...openapi.components.schemas[s.$ref.split('/').pop()], ...s,
		properties: { ...openapi.components.schemas[s.$ref.split('/').pop()].properties, ...s.properties } } : s);
	const s = at(schema), types = [s.type ?? []].flat();
	const is = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
	if (types.length && !types.includes(is))
		return [`${where}: ${is} instead of ${types}`];
	if (is === 'array')
		return value.flatMap((v, i) => misfits(s.items ?? {}, v, `${where}[${i}]`));
	if (is !== 'object' || !types.length)
		return [];
	return [...(s.required ?? []).filter((k) => !(k in value)).map((k) => `${where}.${k} is missing`),
		...Object.entries(value).flatMap(([k, v]) => (s.properties?.[k] ? misfits(s.properties[k], v, `${where}.${k}`) : [`${where}.${k} is not declared`]))];
}
const answerOf = (name) => Object.values(openapi.paths).flatMap((p) => Object.values(p)).find((o) => o.operationId === name)
	.responses['200'].content['application/json'].schema;

for (const engine of engines)
	inOffice(engine, (t) => {
		t('lists and views answer as they are described', async (office) => {
			const wrong = [];
			let rows = 0, views = 0;
			for (const role of ['admin', 'standing', 'accountant']) {
				const client = await office.as(role);
				for (const op of ops.filter((o) => o.kind === 'list' && o.roles.includes(role) && !o.must.length)) {
					const { status, json, text } = await client.read(op.name, { limit: 50 });
					if (status !== 200) {
						wrong.push(`${op.name}: ${status} ${text.slice(0, 100)}`);
						continue;
					}
					rows += json.items.length;
					wrong.push(...misfits(answerOf(op.name), json, op.name));
					const view = op.object && ops.find((o) => o.name === `${op.object}.view` && o.kind === 'view' && o.roles.includes(role));
					if (!view || !json.items[0]?.id)
						continue;
					const one = await client.read(view.name, { id: json.items[0].id });
					if (one.status === 200) {
						views++;
						wrong.push(...misfits(answerOf(view.name), one.json, view.name));
					}
				}
			}
			assert.deepEqual([...new Set(wrong)].slice(0, 20), []);
			assert.ok(rows > 500 && views > 20, `${rows} rows, ${views} views`);
		});

		for (const role of roles)
			t(`every page that ${role} is offered is whole`, async (office) => {
				const client = await office.as(role);
				const seen = new Set(), pages = new Map(), wrong = [], next = ['/'];
				while (next.length && seen.size < 150) {
					const path = next.shift();
					const shape = path.replace(/\d+/g, 'N').replace(/\?.*/, '');
					if (seen.has(shape))
						continue;
					seen.add(shape);
					const res = await client.get(path);
					if (res.status === 303)
						next.push(res.headers.location);
					else if (res.status !== 200)
						wrong.push(`${path}: ${res.status}`);
					if (res.status === 303 || !/text\/html/.test(res.headers['content-type'] ?? ''))
						continue;
					pages.set(path, res.text);
					if (!/<html lang="vi"/.test(res.text) || !/<h1/.test(res.text))
						wrong.push(`${path}: no language or no heading`);
					if (!res.text.includes('Mọi tên người và số liệu đều là giả định'))
						wrong.push(`${path}: nothing says that this is the example`);
					for (const [, href] of res.text.matchAll(/href="(\/(?!a\/)[^"#]*)"/g))
						next.push(href.replaceAll('&amp;', '&'));
				}
				// Templates know nothing of the engine.
				if (engine === 'sqlite')
					wrong.push(...htmlFaults(pages));
				assert.deepEqual(wrong.slice(0, 10), []);
				assert.ok(seen.size >= 5, `only ${seen.size} kinds of page`);
			});

		t('the form of every writing operation opens', async (office) => {
			const wrong = [];
			for (const role of ['admin', 'standing', 'head', 'member']) {
				const client = await office.as(role);
				for (const op of ops.filter((o) => o.write && o.roles.includes(role) && !o.name.startsWith('session.'))) {
					const res = await client.get(`/${op.name.replace('.', '/')}${op.takesId ? '?id=1' : ''}`);
					if (res.status >= 500 || res.status === 405)
						wrong.push(`${role} ${op.name}: ${res.status}`);
				}
			}
			assert.deepEqual(wrong, []);
		});

		t('a form without its token, or from another site, changes nothing', async (office) => {
			const client = await office.as('admin');
			const before = office.count('unit');
			const form = unit('Phòng giả mạo');
			assert.equal((await client.post('/unit/create', { ...form, _csrf: '' })).status, 403);
			assert.equal((await client.post('/unit/create', { ...form, _csrf: 'x'.repeat(86) })).status, 403);
			assert.equal((await client.post('/unit/create', form, { 'sec-fetch-site': 'cross-site' })).status, 403);
			assert.equal((await client.post('/unit/create', form, { origin: 'http://evil.example' })).status, 403);
			assert.equal((await client.call('unit.create', form, { 'x-csrf-token': '' })).status, 403);
			assert.equal(office.count('unit'), before);
		});

		t('an ended session leads back to the form it ended in', async (office) => {
			const client = await office.as('admin');
			const [[, , id]] = [['', '', 3]];
			await client.post('/session/close', {});
			client.cookies.set('thidua', 'x'.repeat(43));
			const stale = await client.post('/unit/correct', { id, name: 'Không còn phiên', kind: 'department' });
			assert.equal(stale.status, 401, stale.text.slice(0, 300));
			assert.match(stale.text, new RegExp(`href="/session/open\\?next=%2Funit%2Fcorrect%3Fid%3D${id}"[^>]*>Đăng nhập<`));
			const page = await client.get('/unit/list?kind=department');
			assert.equal(page.status, 303);
			assert.equal(page.headers.location, '/session/open?next=%2Funit%2Flist%3Fkind%3Ddepartment');
		});

		t('one key, two sendings, one unit', async (office) => {
			const client = await office.as('admin');
			const before = office.count('unit');
			const send = () => client.call('unit.create', unit('Phòng gửi hai lần'), { 'idempotency-key': 'mot-lan-1' });
			const [a, b] = await Promise.all([send(), send()]);
			const c = await send();
			const good = [a, b, c].filter((r) => r.status === 200).map((r) => r.json.id);
			assert.ok(good.length >= 2, `${a.status} ${b.status} ${c.status} ${c.text}`);
			assert.equal(new Set(good).size, 1);
			assert.equal(office.count('unit'), before + 1);
			const other = await client.call('unit.create', unit('Phòng khác'), { 'idempotency-key': 'mot-lan-1' });
			assert.notEqual(other.status, 200, 'another content under the same key');
		});

		t('an old version is refused and what was typed is kept', async (office) => {
			const client = await office.as('admin');
			const id = (await client.call('unit.create', unit('Phòng hai người sửa'))).json.id;
			const page = (await client.get(`/unit/correct?id=${id}`)).text;
			const version = /name="_version" value="(\d+)"/.exec(page)?.[1];
			assert.ok(version, 'the form carries the version');
			const say = (name) => client.post('/unit/correct', { id, name, kind: 'department', _version: version });
			assert.equal((await say('Người thứ nhất')).status, 303);
			const second = await say('Người thứ hai đã gõ dòng này');
			assert.equal(second.status, 409);
			assert.ok(second.text.includes('Người thứ hai đã gõ dòng này'), 'the text is kept');
			const now = /name="_version" value="(\d+)"/.exec(second.text)?.[1];
			assert.notEqual(now, version, 'the form that comes back stands on what is there now');
			const again = { id, name: 'Người thứ hai gửi lại', kind: 'department' };
			const without = await client.post('/unit/correct', again);
			assert.equal(without.status, 422, 'a form without its version changes nothing');
			assert.equal((await client.post('/unit/correct', { ...again, _version: now })).status, 303);
		});

		t('the API says which version it changes', async (office) => {
			const client = await office.as('admin');
			const id = (await client.call('unit.create', unit('Phòng có phiên bản'))).json.id;
			const change = (more) => client.call('unit.correct', { id, name: 'Phòng đổi tên', kind: 'department', ...more });
			const without = await change({});
			assert.equal(without.status, 422, without.text);
			assert.equal(without.json.error.fields[0].name, '_version');
			assert.ok(without.json.error.message.includes('unit.view'), without.text);
			const { version } = (await client.read('unit.view', { id })).json;
			assert.equal((await change({ _version: version })).status, 200);
			assert.equal((await change({ _version: version })).status, 409);
			assert.equal((await change({ _version: 'any' })).status, 200);
			const body = (await client.get('/openapi.json')).json.paths['/api/v1/unit/correct'].post.requestBody;
			assert.ok(body.content['application/json'].schema.required.includes('_version'));
		});

		t('what a page of its own shows gives its version to programs too', async (office) => {
			const client = await office.as('admin');
			const [[movement, version]] = office.sql("SELECT id, version FROM movement WHERE state IN ('launched', 'interim') AND form = 'regular' AND level = 'office'");
			const res = await client.read('movement.view', { id: movement });
			assert.equal(res.json.version, Number(version), res.text.slice(0, 300));
			/* All that its page says: form, scope, time, what it hangs on, five contents, coverage in numbers. */
			const said = res.json;
			assert.equal(said.form, 'regular');
			assert.equal(said.level, 'office');
			assert.match(said.begins + said.ends, /^(\d{4}-\d\d-\d\d){2}$/);
			assert.equal(said.upper.title, 'Lào Cai chung sức hoàn thành mục tiêu phát triển');
			assert.equal(said.plan.id, Number(office.sql('SELECT id FROM plan LIMIT 1')[0][0]));
			assert.equal(said.document, null);
			assert.equal(said.contents.length, 5);
			assert.ok(said.contents.every((c) => c.lacks.length === 0 && c.texts.every((text) => text.label && text.text)));
			assert.deepEqual(Object.keys(said.coverage), ['told', 'opened', 'answered', 'own_plan']);
			const [[told, answered]] = office.sql(`SELECT count(*), sum(CASE WHEN state = 'answered' THEN 1 ELSE 0 END) FROM movement_unit WHERE movement_id = ${movement}`);
			assert.deepEqual([said.coverage.told, said.coverage.answered], [Number(told), Number(answered)]);
			const [[plan, at]] = office.sql('SELECT id, version FROM plan LIMIT 1');
			assert.equal((await client.read('plan.view', { id: plan })).json.version, Number(at));
			const [[rating, last]] = office.sql('SELECT id, version FROM rating ORDER BY year DESC, id DESC LIMIT 1');
			const { items } = (await client.read('rating.list')).json;
			assert.equal(items.find((r) => r.id === Number(rating))?.version, Number(last), 'what has no page of its own, in its list');
		});

		t('a preview changes nothing; confirmed, it does', async (office) => {
			const client = await office.as('admin');
			const op = ops.find((o) => o.name === 'unit.merge');
			assert.ok(op.preview);
			const from = (await client.call('unit.create', unit('Phòng sẽ nhập'))).json.id;
			const into = (await client.call('unit.create', unit('Phòng nhận'))).json.id;
			const later = new Date(Date.now() + 9 * 86400e3).toISOString().slice(0, 10);
			const input = { from: [{ unit_id: from }], into, on: later, basis: 'Quyết định thử' };
			const item = Object.keys(op.fields.from.items.properties)[0];
			input.from = [{ [item]: from }];
			const lines = office.lines();
			const shown = await client.call('unit.merge', { ...input, _preview: true });
			assert.equal(shown.status, 200, shown.text);
			assert.equal(shown.json.preview, true);
			assert.equal(office.lines(), lines);
			const done = await client.call('unit.merge', input);
			assert.equal(done.status, 200, done.text);
			assert.equal(office.lines(), lines + 1);
		});

		t('bad input is refused field by field, in one shape', async (office) => {
			const client = await office.as('admin');
			const before = office.count('unit');
			const good = unit('Phòng thử ô nhập');
			const bad = {
				name: ['', 'x'.repeat(5000), 'ký tự \u0001', 5000, null, ['a'], { a: 1 }],
				on: ['32/01/2026', '2026-02-30', 'hôm qua', 12],
				kind: ['không có', '', 1],
				parent_id: ['abc', -1, 999999, 1.5, true, '9'.repeat(40)],
				position: ['một', -5, 1e12],
				lạ: ['x'],
			};
			for (const [field, values] of Object.entries(bad))
				for (const value of values) {
					const res = await client.call('unit.create', { ...good, [field]: value });
					const what = `${field} = ${JSON.stringify(value)?.slice(0, 40)}: ${res.status} ${res.text.slice(0, 200)}`;
					if (field === 'name' && value === 5000 && res.status === 200)
						continue; // a number is read as its digits
					assert.ok([400, 404, 413, 422].includes(res.status), what);
					assert.deepEqual(Object.keys(res.json), ['error'], what);
					assert.deepEqual(Object.keys(res.json.error).sort(), ['code', 'fields', 'message', 'request'], what);
					assert.match(res.json.error.message, /\p{L}/u);
				}
			for (const body of ['', '{', '[]', '"x"', '{"name":"a","name":"b"}', '{"name":"\\u0000"}', `${'['.repeat(5000)}`,
				`{"name":"${'x'.repeat(3e6)}"}`]) {
				const res = await client.call('unit.create', body);
				assert.ok([400, 413, 422].includes(res.status), `${body.slice(0, 30)}: ${res.status}`);
			}
			assert.ok(office.count('unit') <= before + 1);
		});

		t('ten thousand rows of a group are refused at once', async (office) => {
			const client = await office.as('admin');
			const op = ops.find((o) => o.name === 'unit.split');
			const item = Object.fromEntries(Object.keys(op.fields.parts.items.properties).map((k) => [k, 'x']));
			const began = Date.now();
			const res = await client.call('unit.split', { id: 2, on: today, basis: 'x', parts: Array(10000).fill(item) });
			assert.ok([413, 422].includes(res.status), `${res.status}`);
			assert.ok(Date.now() - began < 5000);
		});

		t('every list exports as many rows as it counts, in every format', async (office) => {
			const taken = office.lines('person.list'), clients = new Map();
			// Each list by one of those who may read it; the administrator does not read records.
			const lists = ops.filter((o) => o.kind === 'list' && (!o.must.length || wants[o.name]));
			assert.deepEqual(ops.filter((o) => o.kind === 'list' && !lists.includes(o)).map((o) => o.name), []);
			for (const op of lists) {
				const role = ['admin', 'standing', ...roles].find((r) => op.roles.includes(r)) ?? 'public';
				if (!clients.has(role))
					clients.set(role, await office.as(role));
				const client = clients.get(role), query = wants[op.name] ?? '';
				const path = `/${op.name.replace('.', '/')}`;
				const res = await client.get(`${path}.json${query}`);
				assert.equal(res.status, 200, `${op.name}: ${res.text.slice(0, 200)}`);
				const rows = res.json.length;
				// Each export of the journal is a line more in the next.
				const more = op.name === 'journal.list' ? 1 : 0;
				const csv = (await client.get(`${path}.csv${query}`)).text;
				assert.ok(csv.startsWith('\ufeff') || !/[^\x00-\x7f]/.test(csv), `${op.name}: no mark of UTF-8`);
				assert.equal(csvRows(csv), rows + 1 + more, `${op.name}: CSV`);
				if (op.roles.includes('public')) { /* a workbook costs too much for strangers to ask for */
					assert.notEqual((await client.get(`${path}.xlsx${query}`)).status, 200, `${op.name}: XLSX`);
					continue;
				}
				const book = join(dir, 'book.xlsx');
				writeFileSync(book, (await client.get(`${path}.xlsx${query}`)).bytes);
				const sheet = execFileSync('unzip', ['-p', book, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8', maxBuffer: 1 << 28 });
				assert.equal(sheet.match(/<row /g).length, rows + 1 + 2 * more, `${op.name}: XLSX`);
			}
			assert.equal(office.lines('person.list'), taken + 3);
			assert.equal(office.lines('unit.list'), 0);
			const people = (await clients.get('admin').get('/person/list.json?state=active')).json.length;
			assert.equal(people, office.count("person WHERE state = 'active'"));
		});

		t('a text that begins like a formula stays text in CSV', async (office) => {
			const client = await office.as('admin');
			const name = '=HYPERLINK("http://evil.example";"x")';
			await client.call('unit.create', unit(name));
			const csv = (await client.get('/unit/list.csv')).text;
			assert.ok(csv.includes('HYPERLINK'), 'the unit is there');
			assert.ok(!/(^|[;\n])"?=HYPERLINK/.test(csv), csv.split('\n').find((l) => l.includes('HYPERLINK')));
		});

		t('paging reaches every row once', async (office) => {
			const client = await office.as('admin');
			for (const order of ['', '-'])
				for (const op of ['person.list', 'unit.list']) {
					const ids = [];
					let after = '';
					do {
						const page = (await client.read(op, { limit: 7, order: order ? `-${op === 'unit.list' ? 'name' : 'name'}` : '', ...(after && { after }) })).json;
						assert.ok(page.items, JSON.stringify(page).slice(0, 300));
						ids.push(...page.items.map((r) => r.id));
						after = page.next;
					} while (after && ids.length < 1000);
					const all = (await client.get(`/${op.replace('.', '/')}.json`)).json.length;
					assert.equal(new Set(ids).size, ids.length, `${op}: a row twice`);
					assert.equal(ids.length, all, op);
				}
			assert.equal((await client.read('person.list', { after: 'không phải' })).status, 422);
			assert.equal((await client.read('person.list', { order: 'drop table' })).status, 422);
		});

		t('the command line does the same through the socket', async (office) => {
			const as = ['--as', 'vidu.quantri'];
			const listed = office.cli(['unit', 'list', '--limit', '200', ...as]).out;
			assert.ok(listed.includes('Lãnh đạo Văn phòng'), listed);
			const made = JSON.parse(office.cli(['unit', 'create', '--name', 'Phòng từ dòng lệnh', '--kind', 'department',
				'--parent_id', '1', '--on', today, '--json', ...as]).out);
			assert.equal(office.sql(`SELECT op, origin FROM journal WHERE object_id = ${made.id} AND op = 'unit.create'`)[0][1].split(' ')[0], 'cli');
			const bad = office.cli(['unit', 'create', '--name', 'x', '--kind', 'sai', '--parent_id', '1', '--on', today, '--json', ...as], [2]);
			assert.equal(JSON.parse(bad.out).error.code, 'invalid');
			assert.match(office.cli(['unit', 'lst', ...as], [2]).err, /unit list/);
			assert.match(office.cli(['srve'], [2]).err, /serve/);
			/* However late it stands in the list of operations: the last one with a letter left out. */
			const last = office.cli(['operations']).out.trim().split('\n').at(-1).trim().split(/\s+/);
			assert.match(office.cli([last[0], last[1].slice(0, -1), ...as], [2]).err, new RegExp(`"${last[0]} ${last[1]}"`));
			assert.match(office.cli(['--foo'], [2]).err, /--foo/);
			assert.match(office.cli(['unit', '--help']).out, /unit rename/);
			assert.match(office.cli(['plan', 'read'], [2]).err, /Thiếu tệp kế hoạch/);
			assert.match(office.cli(['reset', 'vidu.chanhvp'], [2]).err, /--reason/);
			office.cli(['unit', 'view', '--id', '99999', ...as], [3]);
			office.cli(['unit', 'create', '--name', 'x', '--kind', 'department', '--parent_id', '1', '--on', today, '--as', 'vidu.canbo'], [4]);
			office.cli(['unit', 'list'], [5]);
			assert.match(office.cli(['unit', 'create', '--help']).out, /--name/);
		});
	});

// Rows of a CSV file: line ends outside quotes.
function csvRows(text) {
	let rows = 0, quoted = false;
	for (const c of text)
		if (c === '"')
			quoted = !quoted;
		else if (c === '\n' && !quoted)
			rows++;
	return rows;
}

await run();
