// A council meets and votes in a browser: on a phone, without JavaScript, once and no more; two of the three codes open the
// box, and the numbers come out.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';
import { launch, open, violations } from '../lib/browser.mjs';
import { sitting } from '../lib/sitting.mjs';

const browser = await launch();

const choose = (page, no, choice) => page.locator('fieldset').nth(no).locator(`input[value=${choice}]`).check({ force: true });

for (const engine of engines)
	inOffice(engine, (t) => {
		let s;

		const vote = async (office, role, choices, options) => {
			const page = await open(browser, office, role, options);
			await page.goto(`/ballot/cast?id=${s.ballot}`);
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than the screen');
			if (options.javaScriptEnabled !== false)
				assert.deepEqual(await violations(page), []);
			for (const [no, choice] of choices)
				await choose(page, no, choice);
			await page.click('button:has-text("Bỏ phiếu")');
			await page.locator('text=Đã bỏ phiếu').first().waitFor();
			await page.goto(`/ballot/cast?id=${s.ballot}`);
			await page.locator('text=mỗi người bỏ một lần').waitFor();
			assert.equal(await page.locator('fieldset').count(), 0);
			assert.deepEqual(page.faults, []);
			await page.context().close();
		};

		t('a member votes on a phone, once', async (office) => {
			s = await sitting(office);
			await vote(office, 'council', [[0, 'lower'], [1, 'for']], { viewport: { width: 360, height: 740 } });
		});

		t('and without JavaScript; a line left alone is a blank vote', async (office) => {
			await vote(office, 'head', [[0, 'for'], [1, 'for']], { javaScriptEnabled: false });
			await vote(office, 'standing', [[0, 'for']], {});
		});

		t('who is no member has no paper', async (office) => {
			const page = await open(browser, office, 'member');
			const res = await page.goto(`/ballot/cast?id=${s.ballot}`);
			assert.ok(res.status() >= 400);
			assert.equal(await page.locator('fieldset').count(), 0);
			await page.context().close();
		});

		t('two codes close it and everybody who may sees the numbers', async (office) => {
			const page = await open(browser, office, 'head');
			await page.goto(`/ballot/close?id=${s.ballot}`);
			await page.fill('[name=code_one]', 'SAI00-SAI00-SAI00-SAI00-SAI00');
			await page.fill('[name=code_other]', s.codes.council);
			await page.click('main form button.primary');
			await page.locator('.errors, [role=alert]').first().waitFor();
			await page.fill('[name=code_one]', s.codes.standing);
			await page.fill('[name=code_other]', s.codes.council);
			await page.click('main form button.primary');
			await page.waitForURL(new RegExp(`/ballot/${s.ballot}`));
			assert.deepEqual(await violations(page), []);
			const { items } = JSON.parse((await (await office.as('inspector')).read('ballot.view', { id: s.ballot })).text);
			assert.deepEqual(items.map((i) => [i.for, i.against, i.lower, i.members, i.result]), [[2, 0, 1, 3, 'lower'], [2, 0, 0, 3, 'passed']]);
			assert.match((await (await office.as('standing')).read('council.recount', { id: s.ballot })).text, /khớp với biên bản/);
			assert.deepEqual(page.faults, []);
			await page.context().close();
		});

		t('the meeting and its ballot fit a phone', async (office) => {
			const page = await open(browser, office, 'standing', { viewport: { width: 360, height: 740 } });
			for (const path of [`/meeting/${s.meeting}`, `/ballot/${s.ballot}`, '/council/list', '/meeting/list']) {
				await page.goto(path);
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path);
				assert.deepEqual(await violations(page), [], path);
			}
			await page.context().close();
		});
	});

try {
	await run();
} finally {
	await browser.close();
}
