// Tests one after another, as TAP on stdout; the process ends with 1 when one failed.
//
//     test('a stranger finds nothing', async () => { … });
//     await run();
//
// A test that returns a text beginning with "skip:" is counted as skipped.

const tests = [];

export function test(name, fn) {
	tests.push({ name, fn });
}

const reason = (e) => String(e?.stack ?? e).split('\n').slice(0, 25).map((l) => `# ${l}`).join('\n');

export async function run() {
	const only = process.env.THIDUA_TEST_ONLY;
	let number = 0;
	for (const { name, fn } of tests) {
		if (only && !name.includes(only))
			continue;
		number++;
		const began = Date.now();
		try {
			const said = await fn();
			const skipped = typeof said === 'string' && said.startsWith('skip:');
			console.log(`ok ${number} - ${name}${skipped ? ` # SKIP ${said.slice(5).trim()}` : ''}`);
		} catch (e) {
			console.log(`not ok ${number} - ${name}\n${reason(e)}`);
			process.exitCode = 1;
		}
		console.log(`#   ${Date.now() - began} ms`);
	}
}
