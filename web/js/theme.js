/*
 * theme.js: applies the kept theme and letter size before the page is drawn. The only script that
 * is loaded without defer; kept in localStorage, nothing goes to the server.
 */
(function () {
	"use strict";
	try {
		["theme", "size"].forEach(function (name) {
			var value = localStorage.getItem(name);
			if (value) document.documentElement.setAttribute("data-" + name, value);
		});
	} catch (e) {
		/* storage refused: the system's choice stands */
	}
})();
