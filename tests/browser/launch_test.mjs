// The launch of a year, played by its people one after another: the standing body reads, corrects and
// confirms the plan; the head launches; a unit finds its movement and its tasks, answers, and does one
// with evidence; coverage and board have moved.
import assert from 'node:assert/strict';
import { test, run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';
import { launch, open } from '../lib/browser.mjs';

const browser = await launch();
const plan = new URL('../golden/plan/department.txt', import.meta.url).pathname;
const day = (plus) => new Date(Date.now() + 7 * 3600e3 + plus * 86400e3).toISOString().slice(0, 10).split('-').reverse().join('/');
/* Each line of the page's chart: the numbers of its table, and the lengths that are drawn. */
const chart = (page) =>
	page.locator('main figure.chart').first().evaluate((figure) => {
		const lines = {};
		let at;
		for (const e of figure.querySelector('svg').children)
			if (e.tagName === 'text' && !e.classList.contains('value')) at = lines[e.textContent] = { lengths: {} };
			else if (e.tagName === 'text') at.said = e.textContent;
			else if (e.tagName === 'rect' && !e.classList.contains('track')) at.lengths[e.getAttribute('class')] = Number(e.getAttribute('width'));
		for (const row of figure.querySelectorAll('tbody tr'))
			lines[row.cells[0].textContent].numbers = [...row.cells].slice(1).map((cell) => Number(cell.textContent));
		return lines;
	});
const UNIT = 'Phòng Tổng hợp';
const numbers = async (page, selector) => (await page.locator(selector).allInnerTexts()).join(' ');

async function go(page) {
	await Promise.all([page.waitForLoadState(), page.click('main form button.primary')]);
	await page.waitForLoadState();
	const refused = await page.locator('.note.bad, [data-refused]').allInnerTexts();
	assert.deepEqual(refused, [], page.url());
}

async function as(office, role, work) {
	const page = await open(browser, office, role);
	try {
		await work(page);
		assert.deepEqual(page.faults, []);
	} finally {
		await page.context().close();
	}
}

for (const engine of engines)
	inOffice(engine, (t) => {
		let id, movement, before, board, coverage;

		t('the standing body reads a plan from its file, corrects a finding and confirms it', (office) =>
			as(office, 'standing', async (page) => {
				await page.goto('/plan/read');
				await page.setInputFiles('[name=content]', plan);
				await go(page);
				id = /plan\/(\d+)/.exec(page.url())[1];
				const text = await page.locator('main').innerText();
				assert.match(text, /1207\/KH-SYT|KH-SYT/);
				await page.goto(`/plan/edit?id=${id}`);
				await page.fill('[name=title]', 'Thi đua lập hồ sơ sức khỏe điện tử');
				await go(page);
				await page.goto(`/plan/confirm?id=${id}`);
				await page.fill('[name=other]', 'Văn phòng hưởng ứng phong trào của Sở Y tế');
				await go(page);
				assert.equal(office.sql(`SELECT state FROM plan WHERE id = ${id}`)[0][0], 'issued');
				assert.match(await page.locator('main').innerText(), /Thi đua lập hồ sơ sức khỏe điện tử/);
			}));

		t('a movement is made of the plan', (office) =>
			as(office, 'standing', async (page) => {
				await page.goto(`/movement/from_plan?plan_id=${id}`);
				await page.selectOption('[name=form]', 'theme');
				await page.fill('[name=begins]', day(0));
				await page.fill('[name=ends]', day(90));
				await go(page);
				movement = office.sql(`SELECT id FROM movement WHERE plan_id = ${id}`)[0][0];
			}));

		t('the head launches it: every unit is told in one go', (office) =>
			as(office, 'head', async (page) => {
				await page.goto(`/movement/launch?id=${movement}`);
				const lacking = page.locator('[name=lacking]');
				if (await lacking.count())
					await lacking.fill('Các nội dung còn lại nêu trong kế hoạch kèm theo.');
				await go(page); /* the preview */
				assert.equal(office.count(`movement_unit WHERE movement_id = ${movement}`), 0);
				await go(page);
				const units = office.count(`movement_unit WHERE movement_id = ${movement}`);
				assert.ok(units >= 10, `${units} units`);
				before = office.count(`movement_unit WHERE movement_id = ${movement} AND answered_ms IS NOT NULL`);
			}));

		t("the plan's tasks go to every unit", (office) =>
			as(office, 'standing', async (page) => {
				await page.goto(`/task/from_plan?plan_id=${id}`);
				await page.fill('[name=due]', day(30));
				for (const each of await page.locator('input[name$=".each"]').all())
					await each.check();
				await go(page);
				const [[units]] = office.sql(`SELECT count(DISTINCT unit_id) FROM task WHERE plan_id = ${id}`);
				assert.ok(Number(units) >= 10, `${units} units`);
				await page.goto('/task/board');
				board = await chart(page);
				await page.goto(`/movement/${movement}`);
				coverage = await chart(page);
			}));

		t('a unit finds movement and tasks waiting, answers, and does a task with evidence', (office) =>
			as(office, 'unit_head', async (page) => {
				await page.goto('/');
				assert.match(await page.locator('main').innerText(), /Thi đua lập hồ sơ sức khỏe điện tử/);
				await page.goto(`/movement/${movement}`);
				await page.click('main a[href^="/movement/answer"]');
				await page.fill('[name=answer]', 'Phòng đã phổ biến tới từng người và phân công theo dõi.');
				await go(page);
				await page.goto('/task/unit');
				const task = office.sql(`SELECT t.id FROM task t JOIN unit u ON u.id = t.unit_id
					WHERE t.plan_id = ${id} AND u.name = 'Phòng Tổng hợp' AND t.state = 'open' ORDER BY t.id LIMIT 1`)[0][0];
				await page.goto(`/task/done?id=${task}`);
				await page.fill('[name=on]', day(0));
				await page.fill('[name=note]', 'Đã hoàn thành, có biên bản kèm theo.');
				await page.setInputFiles('[name=evidence]', { name: 'bien-ban.txt', mimeType: 'text/plain', buffer: Buffer.from('Biên bản kiểm tra kết quả') });
				await go(page);
				assert.equal(office.sql(`SELECT state FROM task WHERE id = ${task}`)[0][0], 'done');
				assert.equal(office.count(`file WHERE name = 'bien-ban.txt'`), 1);
			}));

		t('coverage and board have moved', (office) =>
			as(office, 'head', async (page) => {
				await page.goto(`/movement/${movement}`);
				assert.match(await numbers(page, 'main table'), /Phòng Tổng hợp/);
				assert.equal(office.count(`movement_unit WHERE movement_id = ${movement} AND answered_ms IS NOT NULL`), before + 1);
				const covered = await chart(page);
				const moved = Object.keys(covered).filter((line) => covered[line].numbers[0] !== (coverage[line]?.numbers[0] ?? 0));
				assert.ok(moved.length >= 2, JSON.stringify({ covered, coverage }));
				for (const line of moved)
					assert.ok((covered[line].lengths.s1 ?? 0) > (coverage[line]?.lengths.s1 ?? 0), `${line} is drawn longer`); /* opened and answered by one more */
				await page.goto('/task/board');
				const now = (await chart(page))[UNIT], was = board[UNIT];
				assert.deepEqual(now.numbers, [was.numbers[0] + 1, was.numbers[1] - 1, was.numbers[2]]);
				const share = (line, tone) => (line.lengths[tone] ?? 0) / Object.values(line.lengths).reduce((sum, one) => sum + one, 0);
				assert.ok(share(now, 's3') > share(was, 's3'), 'what is done is longer');
				assert.ok(share(now, 's1') < share(was, 's1'), 'what is open is shorter');
				assert.ok(now.numbers[2] === 0 || now.lengths.late > 0, 'what is late is drawn as that');
				for (const line of Object.values(await chart(page)))
					assert.equal(/chậm \d/.test(line.said), line.numbers[2] > 0, 'what is late is said, not only coloured');
			}));
	});

await run();
await browser.close();
