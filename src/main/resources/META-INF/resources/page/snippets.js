// Receivers of webhooks to copy. They verify the signature with the libraries of Standard Webhooks.

import { copy } from './copy.js';
import { text } from './texts.js';
import { showToast } from './toast.js';

const SNIPPETS = {
  node: `// npm install standardwebhooks
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET); // whsec_…

createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  try {
    const event = webhook.verify(body, request.headers);
    console.log(event.type, event.data.id);
    response.writeHead(204).end();
  } catch {
    response.writeHead(400).end();
  }
}).listen(8000);
`,

  python: `# pip install standardwebhooks
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(os.environ["WEBHOOK_SECRET"])  # whsec_…

class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = webhook.verify(body, dict(self.headers))
            print(event["type"], event["data"]["id"], flush=True)
            self.send_response(204)
        except WebhookVerificationError:
            self.send_response(400)
        self.end_headers()

ThreadingHTTPServer(("", 8000), Receiver).serve_forever()
`,

  java: `// com.standardwebhooks:standardwebhooks
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

class Receiver {
    public static void main(String[] args) throws Exception {
        Webhook webhook = new Webhook(System.getenv("WEBHOOK_SECRET")); // whsec_…
        HttpServer server = HttpServer.create(new InetSocketAddress(8000), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = 204;
            try {
                webhook.verify(body, exchange.getRequestHeaders());
                System.out.println(body);
            } catch (WebhookVerificationException forged) {
                status = 400;
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }
}
`,
};

const code = document.getElementById('snippet');
const tabs = [...document.querySelectorAll('#snippet-tabs button')];

/** Shows the tabs. The arrow keys move between them (ARIA Authoring Practices Guide, pattern "Tabs"). */
export function offerSnippets() {
  tabs.forEach((tab, number) => {
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        choose(tabs.at((number + step) % tabs.length)).focus();
      }
    });
  });
  document.getElementById('snippet-copy').addEventListener('click', async () => {
    const done = await copy(Promise.resolve(code.textContent)).then(() => true, () => false);
    showToast(text(done ? 'copied.snippet' : 'copied.not'));
  });
  choose(tabs[0]);
}

function choose(tab) {
  tabs.forEach(each => {
    each.setAttribute('aria-selected', String(each === tab));
    each.tabIndex = each === tab ? 0 : -1;
  });
  code.textContent = SNIPPETS[tab.id.replace('tab-', '')];
  code.setAttribute('aria-labelledby', tab.id);
  return tab;
}
