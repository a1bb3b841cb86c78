import net from "node:net";

/** A port of this machine that nobody uses: the wished one where it is free. */
export async function freePort(wished = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) => {
      if (wished === 0) reject(error);
      else freePort().then(resolve, reject);
    });
    server.listen(wished, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
