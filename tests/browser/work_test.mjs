// Work in a browser: by one click, by keyboard alone, without JavaScript, and through a session
// that ends while somebody types.
import assert from 'node:assert/strict';
import { test, run } from '../lib/tap.mjs';
import { engines, inOffice, roles } from '../lib/office.mjs';
import { launch, open } from '../lib/browser.mjs';

const browser = await launch();
const today = new Date(Date.now() + 7 * 3600e3);
const day = (plus) => new Date(today.getTime() + plus * 86400e3).toISOString().slice(0, 10).split('-').reverse().join('/');
const plain = { javaScriptEnabled: false };

// Fields that are a select or, with many choices, a box for the name.
async function pick(page, name, label) {
	const select = page.locator(`select[name="${name}"]`);
	if (await select.count())
		await select.selectOption({ label });
	else
		await page.fill(`[name="_${name}"]`, label);
}

for (const engine of engines)
	inOffice(engine, (t) => {
		if (engine === 'sqlite')
			for (const role of roles)
				t(`${role} signs in by one click and out again`, async (office) => {
					const page = await open(browser, office, role);
					assert.ok(await page.locator('h1').count());
					await page.locator('form[data-signout]').evaluate((f) => f.requestSubmit());
					await page.waitForURL(/session\/open/);
					assert.deepEqual(page.faults, []);
					await page.context().close();
				});

		t('without JavaScript a unit is created', async (office) => {
			const page = await open(browser, office, 'admin', plain);
			await page.goto('/unit/create');
			await page.fill('[name=name]', 'Phòng không kịch bản');
			await page.selectOption('[name=kind]', 'department');
			await pick(page, 'parent_id', 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai');
			await page.fill('[name=on]', day(0));
			await page.click('main button.primary');
			assert.match(await page.locator('.note.ok').innerText(), /Phòng không kịch bản/);
			await page.context().close();
		});

		t('without JavaScript a person is added', async (office) => {
			const page = await open(browser, office, 'standing', plain);
			await page.goto('/person/create');
			await page.fill('[name=name]', 'Lò Thị Thử Nghiệm');
			for (const select of await page.locator('main form select[required]').all())
				if (!(await select.inputValue()))
					await select.selectOption({ index: 1 });
			for (const date of await page.locator('main form [data-kind=date][required]').all())
				await date.fill(day(0));
			for (const box of await page.locator('main form input[required]:not([type=hidden]):not([data-kind])').all())
				if (!(await box.inputValue()))
					await box.fill('Chuyên viên');
			await page.click('main button.primary');
			assert.equal(office.count("person WHERE name = 'Lò Thị Thử Nghiệm'"), 1, await page.locator('main').innerText());
			await page.context().close();
		});

		t('what is typed in a picker and left by Tab is chosen, or said', async (office) => {
			const page = await open(browser, office, 'standing');
			const [[id, name]] = office.sql("SELECT id, name FROM person WHERE state = 'active' AND name IN (SELECT name FROM person GROUP BY name HAVING count(*) = 1) ORDER BY id DESC LIMIT 1");
			const settled = (field, id) => page.waitForFunction(([f, v]) => document.querySelector(`[name=${f}]`).value === v, [field, id]);
			// Choices that stand in the page: a select, under the box in which one types.
			await page.goto('/award/add');
			const shown = page.locator('input#person_id'), sent = page.locator('select[name=person_id]');
			await shown.fill(name.slice(0, name.length - 1));
			await page.keyboard.press('Tab');
			await settled('person_id', id);
			assert.equal(await shown.inputValue(), name, 'the only one that is meant stands there');
			await shown.fill('nguyen');
			await page.keyboard.press('Tab');
			await page.locator('.picker [role=status]', { hasText: 'nhiều lựa chọn' }).waitFor();
			assert.equal(await shown.inputValue(), 'nguyen', 'what was typed stays');
			assert.equal(await sent.inputValue(), '', 'and what was chosen before is not sent under it');
			await shown.fill(name);
			await page.locator('.picker-list:not([hidden]) [role=option]').first().waitFor();
			await page.keyboard.press('ArrowDown');
			await page.keyboard.press('Tab');
			assert.equal(await sent.inputValue(), id, 'what was pointed at is chosen by Tab');
			// Choices that the server is asked for: a filter.
			await page.evaluate(() => sessionStorage.clear());
			await page.goto('/award/list');
			await page.locator('details.filters summary, .filter-toggle').first().click().catch(() => {});
			const filter = page.locator('[name=_person]');
			await filter.fill(name.toLowerCase());
			await page.keyboard.press('Tab');
			await settled('person', id);
			assert.equal(await filter.inputValue(), name);
			await filter.fill('xyz không ai');
			await page.keyboard.press('Tab');
			await page.locator('.picker [role=status]', { hasText: 'Không tìm thấy' }).waitFor();
			assert.equal(await filter.inputValue(), 'xyz không ai');
			// The list itself refuses the name, which is no fault of a script.
			assert.deepEqual(page.faults.filter((f) => !/Error Code 422 from \/award\/list/.test(f)), []);
			await page.context().close();
		});

		t('without JavaScript the name that is seen counts, not the one before it', async (office) => {
			const page = await open(browser, office, 'standing', plain);
			const people = office.sql("SELECT id, name FROM person WHERE state = 'active' AND name IN (SELECT name FROM person GROUP BY name HAVING count(*) = 1) ORDER BY id DESC LIMIT 2");
			await page.goto(`/award/list?person=${people[0][0]}`);
			const box = page.locator('[name=_person]');
			assert.equal(await box.inputValue(), people[0][1]);
			await box.fill(people[1][1]);
			await page.locator('.filters button.primary, .filters button:not([type=button])').first().click();
			assert.equal(await box.inputValue(), people[1][1], 'the list is about the second');
			assert.equal(await page.locator('input[type=hidden][name=person]').inputValue(), people[1][0]);
			await box.fill('Không ai tên thế này');
			await page.locator('.filters button.primary, .filters button:not([type=button])').first().click();
			assert.match(await page.locator('main').innerText(), /không rõ "Không ai tên thế này" là/);
			await page.context().close();
		});

		t('without JavaScript rows of a group come and go and what was typed stays', async (office) => {
			const page = await open(browser, office, 'admin', plain);
			await page.goto('/unit/split?id=3');
			const rows = page.locator('.repeat-row');
			const before = await rows.count();
			const first = rows.first().locator('input:not([type=hidden])').first();
			await first.fill('Phòng tách ra thứ nhất');
			await page.click('button[name=_add]');
			assert.equal(await rows.count(), before + 1);
			assert.equal(await rows.first().locator('input:not([type=hidden])').first().inputValue(), 'Phòng tách ra thứ nhất');
			await page.locator('button[name=_remove]').last().click();
			assert.equal(await rows.count(), before);
			assert.equal(await rows.first().locator('input:not([type=hidden])').first().inputValue(), 'Phòng tách ra thứ nhất');
			await page.context().close();
		});

		t('without JavaScript a merger is shown first and then done', async (office) => {
			const client = await office.as('admin');
			const make = async (name) => (await client.call('unit.create', { name, kind: 'department', parent_id: 1,
				on: today.toISOString().slice(0, 10) })).json.id;
			await make('Phòng Đi');
			await make('Phòng Ở');
			const page = await open(browser, office, 'admin', plain);
			await page.goto('/unit/merge');
			const from = await page.locator('[name^="from.0."]').first().getAttribute('name');
			await pick(page, from, 'Phòng Đi');
			await pick(page, 'into', 'Phòng Ở');
			await page.fill('[name=on]', day(5));
			await page.fill('[name=basis]', 'Quyết định thử');
			const lines = office.lines();
			await page.click('main button.primary');
			assert.equal(office.lines(), lines, await page.locator('main').innerText());
			await page.click('main button.primary');
			assert.equal(office.lines(), lines + 1, await page.locator('main').innerText());
			await page.context().close();
		});

		t('by keyboard alone a unit is renamed', async (office) => {
			const page = await open(browser, office, 'admin');
			await page.keyboard.press('Tab');
			assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop skips the menus');
			await page.goto('/unit/rename?id=4');
			const reach = async (selector) => {
				for (let i = 0; i < 80; i++) {
					if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) {
						const ring = await page.evaluate(() => {
							const s = getComputedStyle(document.activeElement);
							return s.outlineStyle !== 'none' || s.boxShadow !== 'none';
						});
						assert.ok(ring, `${selector} shows no focus`);
						return;
					}
					await page.keyboard.press('Tab');
				}
				assert.fail(`${selector} is not reached`);
			};
			await reach('main [name=name]');
			await page.keyboard.type('Phòng đổi bằng phím');
			await reach('main [name=on]');
			await page.keyboard.type(day(1));
			await reach('main button.primary');
			await page.keyboard.press('Enter');
			await page.waitForSelector('.note.ok');
			assert.equal(office.count("unit_version WHERE name = 'Phòng đổi bằng phím'"), 1);
			await page.context().close();
		});

		t('what was being typed outlives the session', async (office) => {
			const page = await open(browser, office, 'admin');
			await page.goto('/unit/create');
			await page.fill('[name=name]', 'Phòng gõ dở');
			await page.context().clearCookies();
			await page.click('main button.primary');
			await page.waitForLoadState();
			await page.goto('/session/open?next=%2Funit%2Fcreate');
			await page.click('button[name=role][value=admin]');
			await page.waitForLoadState();
			await page.goto('/unit/create');
			assert.equal(await page.inputValue('[name=name]'), 'Phòng gõ dở');
			assert.equal(office.count("unit_version WHERE name = 'Phòng gõ dở'"), 0);
			await page.context().close();
		});
	});

await run();
await browser.close();
