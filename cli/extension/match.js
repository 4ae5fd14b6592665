// Which adapter a request belongs to. Loaded in the page's world and in the extension's own; under another name there (page/),
// because Chromium gives a frame each file once.
hallpass.match = function (method, address, isForm) {
  const isHost = (host, end) => host === end || host.endsWith(`.${end}`);
  return this.adapters.find((a) => Boolean(a.form) === isForm && (a.methods ?? ['POST']).includes(method) &&
    (!a.hosts || a.hosts.some((end) => isHost(address.hostname, end))) &&
    (new RegExp(a.path).test(address.pathname) || (!isForm && new RegExp(a.path).test(address.searchParams.get('rest_route') ?? '\n'))));
};
