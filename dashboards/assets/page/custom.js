// Says at once when the server is away, and loads the page again when it is back.
//
// The name is Solara's: its template includes a file of this name after its own bundle. The
// address holds the choice and the form remembers what was chosen but not run, so that loading the
// page again loses nothing.
(function () {
  const LOOK = 250, ASK = 1000;
  const WORDS = 'The program that serves this page has stopped, or cannot be reached. ' +
    'Nothing can be run until it is started again with “doorways dashboard”; this page then comes back by itself. ' +
    'Finished runs are kept.';
  const OLD = 'From before the program stopped; it is of:';
  let leaving = false;

  function root() {
    return (window.solara && window.solara.rootPath) || '';
  }

  // Solara's navigator leaves out the path under which a server in front has the pages.
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const bare = typeof url === 'string' && url.startsWith('/') && !url.startsWith(root() + '/');
    push(state, title, bare ? root() + url : url);
  };

  window.addEventListener('pagehide', () => { leaving = true; });

  function connected() {
    const link = window.solara && window.solara.debug;
    return !link || link.connectionStatus === 'connected';
  }

  function put(tag, id, text, parent) {
    const made = document.createElement(tag);
    made.id = id;
    parent.prepend(made);
    made.textContent = text;
    return made;
  }

  // A button's click comes before its form's submit, a key in a field brings a submit alone.
  function refuse(event) {
    if (event.type === 'click' && !event.target.closest('.dw-button')) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function tell() {
    document.documentElement.dataset.away = 'yes';
    const box = put('div', 'dw-away', '', document.body);
    box.setAttribute('role', 'alert');
    box.textContent = WORDS;
    for (const button of document.querySelectorAll('.dw-button')) button.setAttribute('aria-disabled', 'true');
    for (const kind of ['submit', 'click']) document.addEventListener(kind, refuse, true);
    const result = document.querySelector('.dw-result');
    if (result) put('p', 'dw-before', OLD, result).className = 'dw-label';
  }

  async function comeBack() {
    const answer = await fetch(root() + '/', { cache: 'no-store' }).catch(() => null);
    if (!answer || !answer.ok) return setTimeout(comeBack, ASK);
    // The form puts the focus back where it was.
    sessionStorage.setItem('doorways:focus', document.activeElement.id);
    location.reload();
  }

  const looking = setInterval(() => {
    if (leaving || connected()) return;
    clearInterval(looking);
    tell();
    comeBack();
  }, LOOK);
})();
