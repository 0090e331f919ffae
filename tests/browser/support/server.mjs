// A program of the suite's own, on a free port and an empty data folder.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, readdirSync, readFileSync, existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const running = new Set();
const folders = new Set();
// However this process ends, nothing of it stays behind.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

export const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer();
  probe.once("error", reject);
  probe.listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

export class Server {
  // command: "demo" or "serve"
  static async start(command = "demo") {
    const server = new Server();
    server.folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "guildhall-browser-"));
    folders.add(server.folder);
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    server.said = "";
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GUILDHALL_")));
    const flags = ["--limit-factor", "100", "--listen", `127.0.0.1:${server.port}`, "--data-dir", server.folder];
    // The folder is also the working folder, so that nobody's guildhall.toml is read.
    server.child = spawn(process.env.GUILDHALL_TEST_PROGRAM, [...flags, command], { cwd: server.folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    running.add(server.child);
    const hear = (part) => { server.said += part; };
    server.child.stdout.on("data", hear);
    server.child.stderr.on("data", hear);
    server.ended = new Promise((resolve) => server.child.once("exit", (code, signal) => { running.delete(server.child); resolve(code ?? signal); }));
    await server.#answers();
    return server;
  }

  async #answers() {
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.child.exitCode !== null) throw new Error(`the program ended at once:\n${this.said}`);
      try {
        if ((await fetch(`${this.url}/healthz`)).ok) return;
      } catch { /* not yet */ }
      await wait(100);
    }
    throw new Error(`the program does not answer:\n${this.said}`);
  }

  // What an operator does at the command line beside the running server.
  operate(words, input = "") {
    const { status, stdout, stderr } = spawnSync(process.env.GUILDHALL_TEST_PROGRAM, ["--data-dir", this.folder, ...words], { cwd: this.folder, input, encoding: "utf8" });
    if (status !== 0) throw new Error(`${words.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  // The newest mail to an address, as text.
  async mailTo(address) {
    const folder = join(this.folder, "mail");
    for (let tries = 0; tries < 100; tries += 1) {
      const mails = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => join(folder, name)) : [];
      mails.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
      for (const mail of mails) {
        const text = readFileSync(mail, "utf8");
        // Soft line ends and coded signs, which would cut an address in two.
        if (text.includes(`To: ${address}`) || text.includes(`<${address}>`)) return text.replace(/=\r?\n/g, "").replace(/=3D/g, "=");
      }
      await wait(100);
    }
    throw new Error(`no mail to ${address} in ${folder}`);
  }

  async stop() {
    this.child.kill("SIGTERM");
    const late = wait(12_000, "late", { ref: false });
    const how = await Promise.race([this.ended, late]);
    if (how === "late") this.child.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
    if (how !== 0) throw new Error(`the program ended with ${how}:\n${this.said.slice(-2000)}`);
  }
}
