// The four figures of the office itself (chính xác, kịp thời, công khai, minh bạch), counted anew from the rows of the database; each opens a list as long as
// its number; what happens moves exactly the figure it belongs to.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';

const YEAR = 2026;
const dayNo = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400e3;

/** From bare rows, without the program's own words for it. */
function counted(office) {
	const lines = office.sql(`SELECT l.id, l.decision_id, d.dated, d.state, COALESCE(d.file_id, 0), n.id, n.year, COALESCE(n.verdict_id, 0), a.id, a.code, a.state, a.year, n.dossier_id
		FROM decision_line l, decision d, nominee n, award a WHERE d.id = l.decision_id AND n.id = l.nominee_id AND a.id = l.award_id AND l.state = 'here' AND d.kind = 'award'`)
		.filter(([, , dated, state]) => ['signed', 'published'].includes(state) && dated.startsWith(`${YEAR}-`));
	const pairs = (sql) => office.sql(sql).map((r) => r.join(' '));
	const deeds = office.sql('SELECT g.nominee_id, COALESCE(e.on_date, e.dated) FROM nominee_ground g, deed e WHERE e.id = g.deed_id AND (e.on_date IS NOT NULL OR e.dated IS NOT NULL)');
	const corrected = new Set(pairs("SELECT l.award_id FROM decision_line l, decision d WHERE d.id = l.decision_id AND l.state = 'here' AND d.kind = 'correct' AND d.state IN ('signed', 'published')"));
	const verdicts = new Set(pairs("SELECT id, award FROM law_verdict WHERE verdict = 'eligible'"));
	const votes = new Set(pairs(`SELECT i.nominee_id, CASE r.result WHEN 'passed' THEN i.code ELSE i.lower_code END FROM meeting_item i, ballot_item r, ballot b
		WHERE r.item_id = i.id AND b.id = r.ballot_id AND b.state = 'closed' AND r.result IN ('passed', 'lower') AND i.nominee_id IS NOT NULL`));
	const passed = new Set(pairs("SELECT nominee_id FROM dossier_step WHERE to_state = 'passed' AND nominee_id IS NOT NULL"));
	const brief = new Set(pairs('SELECT id FROM dossier WHERE short = 1'));
	const files = new Set(pairs("SELECT dossier_id, COALESCE(nominee_id, 0) FROM dossier_file WHERE state = 'here'"));
	const setting = new Map(office.sql("SELECT key, value FROM setting WHERE key LIKE 'public.%'"));
	const days = [], untraced = new Set();
	const sum = { lines: lines.length, decisions: new Set(lines.map((l) => l[1])).size, accurate: 0, shown: 0, traced: 0 };
	for (const [, decision, dated, state, file, nominee, year, verdict, award, code, awardState, awardYear, dossier] of lines) {
		const own = deeds.filter(([n]) => n === nominee).map(([, on]) => on).sort();
		days.push(Math.max(0, dayNo(dated) - dayNo(own.at(-1) ?? `${year}-12-31`)));
		sum.accurate += awardState === 'valid' && !corrected.has(award);
		sum.shown += state === 'published' && (setting.get('public.decisions') === '1' ||
			(setting.get('public.honours') === '1' && Number(awardYear) >= Number(setting.get('public.honours_from') ?? 0)));
		const whole = verdicts.has(`${verdict} ${code}`) && (brief.has(dossier) || votes.has(`${nominee} ${code}`) || !passed.has(nominee)) &&
			(files.has(`${dossier} 0`) || files.has(`${dossier} ${nominee}`)) && file !== '0';
		sum.traced += whole;
		if (!whole)
			untraced.add(decision);
	}
	days.sort((a, b) => a - b);
	const middle = (days[(days.length - 1) >> 1] + days[days.length >> 1]) / 2;
	return { ...sum, full: sum.decisions - untraced.size, median: days.length ? Math.ceil(middle) : 0, worst: days.at(-1) };
}

async function figures(client, office) {
	const res = await client.read('figure.view', { year: YEAR });
	assert.equal(res.status, 200, res.text);
	const f = res.json, c = counted(office);
	assert.deepEqual({ lines: f.awards, decisions: f.decisions, accurate: f.accurate.n, median: f.days.n, shown: f.shown.n, full: f.traced.n },
		{ lines: c.lines, decisions: c.decisions, accurate: c.accurate, median: c.median, shown: c.shown, full: c.full });
	assert.deepEqual([f.accurate.of, f.days.of, f.shown.of, f.traced.of], [c.lines, c.lines, c.lines, c.decisions]);
	return c;
}

/** All rows of the list that an address of the page names. */
async function rows(client, href) {
	const res = await client.read('figure.list', { ...Object.fromEntries(new URL(href, 'http://x').searchParams), limit: 200 });
	assert.equal(res.status, 200, `${href}: ${res.text}`);
	return res.json.items;
}

for (const engine of engines)
	inOffice(engine, (t) => {
		t('each figure is what its rows say, and opens a list as long as its number', async (office) => {
			const standing = await office.as('standing');
			const c = await figures(standing, office);
			assert.ok(c.lines >= 4 && c.accurate < c.lines && c.accurate > 0 && c.median > 0, `the example shows too little: ${JSON.stringify(c)}`);
			const page = (await standing.get(`/figure/view?year=${YEAR}`)).text;
			const links = [...page.matchAll(/<a href="(\/figure\/list\?[^"]*)">\s*([^<]*)<\/a>/g)].map(([, href, words]) => [href.replaceAll('&amp;', '&'), words]);
			assert.ok(links.length >= 6, page.slice(0, 3000));
			for (const [href, words] of links) {
				const n = (await rows(standing, href)).length;
				if (/lâu nhất/.test(words))
					assert.equal(n, c.lines);
				else
					assert.equal(n, Number(/^[\d.]+/.exec(words)[0].replaceAll('.', '')), `${words}: ${href}`);
				assert.equal((await standing.get(href)).status, 200, href);
			}
			const days = (await rows(standing, `?year=${YEAR}&order=-days`)).map((r) => r.days);
			assert.deepEqual(days, [...days].sort((a, b) => b - a));
			assert.equal(days[0], c.worst);
			assert.deepEqual((await rows(standing, `?year=${YEAR - 40}`)), []);
			/* A year without decisions has no figures, and says so. */
			assert.match((await standing.get('/figure/view?year=1999')).text, /—/);
			for (const role of ['member', 'unit_head', 'council', 'accountant', 'admin'])
				assert.equal((await (await office.as(role)).read('figure.view')).status, 403, role);
			assert.equal((await office.nobody().read('figure.list')).status, 401);
			for (const role of ['head', 'inspector'])
				assert.equal((await (await office.as(role)).read('figure.view')).status, 200, role);
		});

		t('a correction, a closed public page and a lost paper each move their own figure', async (office) => {
			const [admin, standing, head, registry] = await Promise.all(['admin', 'standing', 'head', 'registry'].map((role) => office.as(role)));
			const write = async (client, op, input) => {
				const res = await client.call(op, { _version: 'any', ...input });
				assert.equal(res.status, 200, `${op}: ${res.text}`);
				return res.json;
			};
			const was = await figures(standing, office);
			const [right] = await rows(standing, `?year=${YEAR}&accuracy=right`);
			const [[award]] = office.sql(`SELECT award_id FROM decision_line WHERE id = ${right.id}`);
			const { id } = await write(standing, 'decision.correct', { id: Number(award), field: 'achievement', after: 'Đã có thành tích xuất sắc', reason: 'Ghi thiếu thành tích' });
			assert.deepEqual(await figures(standing, office), was, 'a draft corrects nothing');
			await write(head, 'decision.sign', { id });
			await write(registry, 'decision.number', { id, number: 900, dated: new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10) });
			const corrected = await figures(standing, office);
			assert.deepEqual(corrected, { ...was, accurate: was.accurate - 1 });
			const now = (await rows(standing, `?year=${YEAR}&accuracy=wrong`)).find((r) => r.id === right.id);
			assert.equal(now.accuracy, 'corrected');
			for (const key of ['public.honours', 'public.decisions'])
				await write(admin, 'setting.set', { key, value: '0', basis: 'Tạm đóng trang' });
			assert.deepEqual(await figures(standing, office), { ...corrected, shown: 0 });
			const [traced] = await rows(standing, `?year=${YEAR}&traced=yes`);
			const [[dossier]] = office.sql(`SELECT n.dossier_id FROM decision_line l JOIN nominee n ON n.id = l.nominee_id WHERE l.id = ${traced.id}`);
			await office.close();
			office.damage(`UPDATE dossier_file SET state = 'removed' WHERE dossier_id = ${dossier}`);
			Object.assign(office, { log: '', clients: [] });
			await office.start();
			const again = await office.as('standing'), less = await figures(again, office);
			assert.ok(less.traced < corrected.traced && less.full < corrected.full);
			assert.match((await rows(again, `?year=${YEAR}&traced=no`)).find((r) => r.id === traced.id).lacking, /giấy tờ của hồ sơ/);
		});
	});

await run();
