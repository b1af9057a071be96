import NIOCore
import NIOHTTP1
import SignetModel
import SignetService

/// Answers hot routes on the event loop and lets every other request pass.
///
/// The pipelining handler before it sends one request at a time, so at most one is being answered here.
final class HotRouteHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case idle
        /// The router has this request.
        case passing
        /// The answer is known; the rest of the request is read first, since many clients write before they read.
        case answering(HotResponse, HTTPRequestHead, unread: Int)
        case receiving(BatchRequest, ByteBuffer?, HTTPRequestHead)
        /// The request is answered or being stored; whatever else comes of it is dropped.
        case done
    }

    /// This many bodies of the limit's size are read and dropped; then the connection is closed.
    private static let patience = 8

    private let routes: HotRoutes
    private let bodyLimit: Int
    private var state = State.idle
    /// Asked of the system once: a connection keeps its peer.
    private var peer: IPAddress?

    init(routes: HotRoutes) {
        self.routes = routes
        bodyLimit = routes.signet.configuration.limits.batchBytes
    }

    func handlerAdded(context: ChannelHandlerContext) {
        peer = context.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), _):
            begin(head, context: context, data: data)
        case (_, .passing), (_, .idle):
            context.fireChannelRead(data)
        case (.body(let bytes), .receiving(let request, let body, let head)):
            receive(bytes, of: request, after: body, head: head, context: context)
        case (.end, .receiving(let request, let body, let head)):
            state = .done
            store(request, body: body, head: head, context: context)
        case (.body(let bytes), .answering(let response, let head, let unread)):
            drop(bytes, before: response, head: head, unread: unread, context: context)
        case (.end, .answering(let response, let head, _)):
            state = .done
            write(response, to: head, context: context)
        case (.body, _), (.end, _):
            break
        }
    }

    private func begin(_ head: HTTPRequestHead, context: ChannelHandlerContext, data: NIOAny) {
        switch routes.plan(head, peer: peer) {
        case .pass:
            state = .passing
            context.fireChannelRead(data)
        case .answer(let response):
            state = .answering(response, head, unread: bodyLimit * Self.patience)
        case .batch(let request):
            let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            guard length <= bodyLimit else { return refuseLarge(head) }
            state = .receiving(request, nil, head)
            if head.headers.contains(name: "expect") {
                context.writeAndFlush(
                    wrapOutboundOut(.head(.init(version: head.version, status: .continue))), promise: nil)
            }
        }
    }

    private func receive(
        _ bytes: ByteBuffer, of request: BatchRequest, after earlier: ByteBuffer?, head: HTTPRequestHead,
        context: ChannelHandlerContext
    ) {
        guard var body = earlier else {
            state = .receiving(request, bytes, head)
            return
        }
        // Let go of the state's reference first, so that the buffer grows in place.
        state = .done
        var bytes = bytes
        guard body.readableBytes + bytes.readableBytes <= bodyLimit else { return refuseLarge(head) }
        body.writeBuffer(&bytes)
        state = .receiving(request, body, head)
    }

    private func refuseLarge(_ head: HTTPRequestHead) {
        let response = HotResponse(problem: .batchTooLarge(limit: bodyLimit))
        state = .answering(response, head, unread: bodyLimit * Self.patience)
    }

    private func drop(
        _ bytes: ByteBuffer, before response: HotResponse, head: HTTPRequestHead, unread: Int,
        context: ChannelHandlerContext
    ) {
        let left = unread - bytes.readableBytes
        guard left < 0 else { return state = .answering(response, head, unread: left) }
        state = .done
        var response = response
        response.closes = true
        write(response, to: head, context: context)
    }

    private func store(
        _ request: BatchRequest, body: ByteBuffer?, head: HTTPRequestHead, context: ChannelHandlerContext
    ) {
        let bytes = body.map { Array($0.readableBytesView) } ?? []
        let batch = request.batch(body: bytes, receivedAt: routes.signet.clock.now)
        let loop = context.eventLoop
        let handler = NIOLoopBound((self, context), eventLoop: loop)
        routes.signet.batches.accept(batch, token: request.token) { refusal in
            let response = refusal.map { HotResponse(problem: Problem(refusal: $0)) } ?? .durable
            if loop.inEventLoop {
                handler.value.0.write(response, to: head, context: handler.value.1)
            } else {
                loop.execute { handler.value.0.write(response, to: head, context: handler.value.1) }
            }
        }
    }

    private func write(_ response: HotResponse, to request: HTTPRequestHead, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let keepAlive = request.isKeepAlive && !response.closes
        var head = HTTPResponseHead(version: request.version, status: response.status, headers: response.headers)
        if response.status != .noContent {
            head.headers.add(name: "content-length", value: "\(response.body?.readableBytes ?? 0)")
        }
        if !keepAlive {
            head.headers.add(name: "connection", value: "close")
        } else if request.version == .http1_0 {
            head.headers.add(name: "connection", value: "keep-alive")
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body = response.body, request.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !keepAlive { context.close(mode: .output, promise: nil) }
    }
}
