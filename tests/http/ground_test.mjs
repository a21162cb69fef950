// What the ground promises to those around the program: monitoring, the one-click sign-in of the
// example and nowhere else, searching as people type, counts that stop counting.
import assert from 'node:assert/strict';
import { emptyOffice, engines, inOffice, openOffice } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

const FAR = { 'x-forwarded-for': '203.0.113.7' };

// Neither the API nor the form lets anybody in, and no button offers it.
async function noWayIn(client, headers = {}) {
	const page = await client.get('/session/open', headers);
	assert.equal(page.status, 200);
	assert.ok(!page.text.includes('/session/example'), 'no button');
	const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1];
	for (const role of ['admin', 'member', 'standing']) {
		const api = await client.call('session.example', { role }, headers);
		assert.equal(api.status, 404, api.text);
		assert.match(api.text, /Chỉ cơ quan ví dụ trên chính máy này/);
		const form = await client.post('/session/example', { role, ...(token && { _csrf: token }) }, headers);
		assert.ok([403, 404].includes(form.status), `${role}: ${form.status}`);
	}
	assert.notEqual((await client.get('/person/list', headers)).status, 200);
}

for (const engine of engines) {
	test(`${engine}: nobody comes into a real office with one click`, async () => {
		const office = emptyOffice(engine, { office: 'Sở Thật', place: 'Lào Cai', account: 'quan.tri', name: 'Lý Văn Thật' });
		await office.start();
		await noWayIn(office.nobody());
		assert.ok(!(await office.nobody().get('/session/open')).text.includes('Mọi tên người và số liệu đều là giả định'));
		assert.equal(office.count('session'), 0);
		await office.close();
	});

	test(`${engine}: nobody comes into the example with one click from behind a proxy`, async () => {
		const office = await openOffice(engine, { args: ['--behind-proxy'] });
		const before = office.count('session');
		await noWayIn(office.nobody());
		await noWayIn(office.nobody(), FAR);
		assert.equal(office.count('session'), before);
		const far = await office.nobody().get('/metrics', FAR);
		assert.equal(far.status, 403, 'figures of the machine are not for those from elsewhere');
		assert.ok(!far.text.includes('thidua_requests_total'));
		await office.close();
	});

	inOffice(engine, (t) => {
		t('the mark of the example is never changed or removed', (office) => {
			for (const sql of ["UPDATE setting SET value = 'no' WHERE key = 'example'", "UPDATE setting SET key = 'x' WHERE key = 'example'",
				"DELETE FROM setting WHERE key = 'example'", 'DELETE FROM setting'])
				assert.throws(() => office.damage(sql), /setting_example_kept/, sql);
			assert.deepEqual(office.sql("SELECT value FROM setting WHERE key = 'example'"), [['yes']]);
		});

		t('figures of operation are what Prometheus reads', async (office) => {
			const client = office.nobody();
			await client.get('/health');
			const res = await client.get('/metrics');
			assert.equal(res.status, 200);
			assert.equal(res.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
			const types = new Map(), values = new Map();
			for (const line of res.text.trimEnd().split('\n')) {
				const [, kind, name, rest] = /^# (HELP|TYPE) (\w+) (.+)$/.exec(line) ?? [];
				if (kind) {
					assert.ok(kind === 'HELP' || /^(counter|gauge|histogram)$/.test(rest), line);
					types.set(name, rest);
					continue;
				}
				const [, metric, labels, value] = /^([a-z_]+)(\{[a-z]+="[^"]+"\})? (\d+(?:\.\d+)?)$/.exec(line) ?? [];
				assert.ok(metric, line);
				assert.ok(types.has(metric.replace(/_(bucket|sum|count)$/, '')) || types.has(metric), `${metric} is declared`);
				assert.ok(!values.has(metric + labels), `${line} twice`);
				values.set(metric + labels, Number(value));
			}
			assert.ok(values.get('thidua_requests_totalundefined') >= 1);
			assert.ok(values.get('thidua_responses_total{class="2xx"}') >= 1);
			const buckets = [...values].filter(([n]) => n.startsWith('thidua_request_seconds_bucket')).map(([, v]) => v);
			assert.deepEqual(buckets, buckets.toSorted((a, b) => a - b), 'buckets are cumulative');
			assert.equal(buckets.at(-1), values.get('thidua_request_seconds_countundefined'));
		});

		t('health is 503 while the database is not the one of this program', async (office) => {
			const client = office.nobody();
			const well = await client.get('/health');
			assert.deepEqual([well.status, well.text], [200, 'ok\n']);
			office.damage("INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (9999, 'later', 'x', 1)");
			const ill = await client.get('/health');
			assert.deepEqual([ill.status, ill.text], [503, 'database\n']);
			office.damage('DELETE FROM schema_version WHERE version = 9999');
			assert.equal((await client.get('/health')).status, 200);
		});

		t('people are found without marks and with a slip, and what is not there is not counted', async (office) => {
			const client = await office.as('admin');
			const [[name]] = office.sql("SELECT name FROM person WHERE name = 'Giàng Thị Dua'");
			const find = async (q) => (await client.read('search.all', { q })).json;
			for (const q of [name, 'giang thi dua', 'GIANG THI DUA', 'dua giang thi']) {
				const found = await find(q);
				assert.ok(found.items.some((r) => r.title === name), `${q}: ${JSON.stringify(found).slice(0, 300)}`);
				assert.equal(found.near, false, q);
			}
			const slip = await find('Giangg Thi Dua');
			assert.ok(slip.items.some((r) => r.title === name), JSON.stringify(slip).slice(0, 300));
			assert.equal(slip.near, true, 'and it says that this is only near');
			const none = await find('qxzwvkjq');
			assert.deepEqual([none.items, none.total], [[], '0'], JSON.stringify(none));
		});

		t('a list counts to ten thousand and says that there are more', async (office) => {
			const client = await office.as('admin');
			const [[account]] = office.sql("SELECT id FROM account WHERE name = 'vidu.quantri'");
			const more = (n) => office.damage(`INSERT INTO notice (account_id, text, made_ms) WITH RECURSIVE n (i) AS
				(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${n}) SELECT ${account}, 'Thử ' || i, i FROM n`);
			const had = office.count(`notice WHERE account_id = ${account}`);
			more(10000 - had);
			const full = (await client.read('notice.list')).json;
			assert.deepEqual([full.total, full.more_than_total], [10000, false]);
			more(1);
			const over = (await client.read('notice.list')).json;
			assert.deepEqual([over.total, over.more_than_total], [10000, true]);
			assert.match((await client.get('/notice/list')).text, /10\.000/);
			office.damage(`DELETE FROM notice WHERE text LIKE 'Thử %'`);
		});
	});
}

await run();
