// The views of the page: the videos, and the webhooks. The fragment of the address names the current one.

const links = [...document.querySelectorAll('#views a')];

/**
 * Calls a function with the name of the current view, now and after each change. Other fragments, such as that of the skip
 * link, do not change the view.
 */
export function inEachView(show) {
  window.addEventListener('hashchange', () => choose(named(), show));
  choose(named() ?? nameOf(links[0]), show);
}

const nameOf = link => link.hash.slice(1);

const named = () => links.map(nameOf).find(name => `#${name}` === location.hash);

function choose(view, show) {
  if (view) {
    links.forEach(link => link.removeAttribute('aria-current'));
    links.find(link => nameOf(link) === view).setAttribute('aria-current', 'page');
    show(view);
  }
}
