// The yardstick: Node's bare HTTP server, which reads a body and throws it away.

const http = require("node:http");

http.createServer((request, response) => {
    request.on("data", () => {});
    request.on("end", () => {
        response.writeHead(204);
        response.end();
    });
}).listen(Number(process.argv[2]), "127.0.0.1");
