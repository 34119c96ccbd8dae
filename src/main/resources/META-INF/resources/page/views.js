// The views of the page, which the fragment of the address names. Callers and administrators have different ones.

const nav = document.getElementById('views');
const links = [...nav.querySelectorAll('a')];
let offered = [];

/** Shows the links to these views only. */
export function offerViews(names) {
  offered = links.filter(link => names.includes(nameOf(link)));
  links.forEach(link => {
    link.hidden = !offered.includes(link);
  });
  nav.hidden = offered.length === 0;
}

/**
 * Calls a function with the name of the current view, now and after each change. Other fragments, such as that of the skip
 * link, do not change the view.
 */
export function inEachView(show) {
  window.addEventListener('hashchange', () => choose(named(), show));
  choose(named() ?? nameOf(offered[0]), show);
}

/** Returns whether a fragment names a view of administrators. */
export const isOfAdmin = fragment => /^#admin(\/|$)/.test(fragment);

const nameOf = link => link.hash.slice(1);

const named = () => offered.map(nameOf).find(name => `#${name}` === location.hash);

function choose(view, show) {
  if (view) {
    links.forEach(link => link.removeAttribute('aria-current'));
    offered.find(link => nameOf(link) === view).setAttribute('aria-current', 'page');
    show(view);
  }
}
