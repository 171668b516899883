// A folder of files -> a web server on this machine alone: what a plain static host does, no more.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.xml': 'application/xml; charset=utf-8',
};

/**
 * Serves `dir` under `prefix` (`/` or `/repo/`) on a free port. A folder answers with its
 * `index.html`, anything else that is missing with `404.html` and status 404, as hosts do.
 */
export async function serve(dir, prefix = '/') {
  const root = path.resolve(dir);
  const server = createServer(async (request, response) => {
    const answer = await find(root, prefix, request.url);
    response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a test that fails does not come to close it
  const base = `http://127.0.0.1:${server.address().port}${prefix}`;
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { base, close };
}

async function find(root, prefix, url) {
  const asked = decodeURIComponent(new URL(url, 'http://host').pathname);
  if (asked.startsWith(prefix)) {
    let file = path.join(root, asked.slice(prefix.length));
    const inside = file === root || file.startsWith(root + path.sep);
    if (inside && asked.endsWith('/')) file = path.join(file, 'index.html');
    if (inside && (await isFile(file))) {
      const type = TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
      return { status: 200, type, body: await readFile(file) };
    }
  }
  const lost = path.join(root, '404.html');
  const body = (await isFile(lost)) ? await readFile(lost) : 'not found';
  return { status: 404, type: TYPES['.html'], body };
}

async function isFile(file) {
  return stat(file).then((found) => found.isFile(), () => false);
}
