import NIOCore
import NIOHTTP1
import SignetModel
import SignetService

/// Answers hot routes from the bytes of a connection and lets every other request pass to the HTTP decoder.
///
/// Stands first in the pipeline. It passes on one request at a time and takes the connection back when the router has answered; a
/// request whose head is unusual takes the whole connection with it. All of it happens on the connection's event loop.
final class HotRouteHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Between requests, or within a head.
        case head
        case receiving(Incoming)
        /// The answer is known; the rest of the request is read first, since many clients write before they read.
        case dropping(left: Int, before: Answer)
        /// The answer is not known yet, and nothing more is looked at.
        case answering
        /// The router has the request, but for so many bytes that are still to come.
        case passing(left: Int, isAnswered: Bool)
        /// The connection is the decoder's for good.
        case passed
        /// Nothing that comes matters any more.
        case closed
    }

    private struct Incoming {
        let request: HotRoutes.Request
        let length: Int
        let keepAlive: Bool
        var body: [UInt8] = []
    }

    private struct Answer {
        let response: HotResponse
        let keepAlive: Bool
        var hasBody = true
    }

    /// A body of up to so many bytes is read to its end and dropped; before a longer one the connection is closed.
    private static let patience = 8 << 20
    /// While a request is carried out, so much may come of what follows it before reading stops.
    private static let readAhead = 64 << 10
    private static let bodyReserve = 128 << 10

    private let routes: HotRoutes
    private var state = State.head
    /// Came, and was not looked at yet.
    private var unread = ByteBuffer()
    private var isAdvancing = false
    private var holdsRead = false
    private var holdsQuiescing = false
    private var date = DateHeader()
    private var peer: Peer?

    init(routes: HotRoutes) {
        self.routes = routes
    }

    func handlerAdded(context: ChannelHandlerContext) {
        peer = Peer(context.remoteAddress?.ipAddress)
    }

    func channelInactive(context: ChannelHandlerContext) {
        state = .closed
        context.fireChannelInactive()
    }

    /// The router has written the last of its answer.
    fileprivate func requestAnswered(_ context: ChannelHandlerContext) {
        guard case .passing(let left, _) = state else { return }
        state = .passing(left: left, isAnswered: true)
        advance(context)
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .passed: return context.fireChannelRead(data)
        case .closed: return
        default: break
        }
        var bytes = unwrapInboundIn(data)
        if unread.readableBytes == 0 { unread = bytes } else { unread.writeBuffer(&bytes) }
        advance(context)
    }

    func read(context: ChannelHandlerContext) {
        if isBusy, unread.readableBytes >= Self.readAhead {
            holdsRead = true
        } else {
            context.read()
        }
    }

    /// A request is carried out, here or by the router, and all of it has come.
    private var isBusy: Bool {
        switch state {
        case .answering, .passing(left: 0, isAnswered: false): true
        default: false
        }
    }

    /// A server that goes down waits for what is being answered.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch state {
        case .receiving, .dropping, .answering:
            if event is ChannelShouldQuiesceEvent { return holdsQuiescing = true }
        case .head, .passing, .passed, .closed: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Goes on for as long as there is something to go on with.
    private func advance(_ context: ChannelHandlerContext) {
        guard !isAdvancing else { return }
        isAdvancing = true
        while step(context) {}
        isAdvancing = false
        // Held on to, the buffer could not be used for the next read.
        if unread.readableBytes == 0 { unread = ByteBuffer() }
        if holdsRead, unread.readableBytes < Self.readAhead {
            holdsRead = false
            context.read()
        }
    }

    /// - Returns: whether another step may be possible.
    private func step(_ context: ChannelHandlerContext) -> Bool {
        switch state {
        case .head:
            return unread.readableBytes > 0 && readHead(context)
        case .receiving(let incoming):
            return receive(incoming, context)
        case .dropping(let left, let answer):
            let dropped = min(left, unread.readableBytes)
            unread.moveReaderIndex(forwardBy: dropped)
            state = .dropping(left: left - dropped, before: answer)
            if left == dropped { write(answer, context) }
            return left == dropped
        case .passing(let left, let isAnswered):
            if left == 0, isAnswered { state = .head }
            return left == 0 ? isAnswered : pass(left, isAnswered: isAnswered, context)
        case .passed:
            return pass(.max, isAnswered: false, context)
        case .answering, .closed:
            return false
        }
    }

    private func readHead(_ context: ChannelHandlerContext) -> Bool {
        switch RequestHead.read(unread) {
        case .incomplete:
            return false
        case .unusual:
            state = .passed
        case .head(let head, let length):
            // Without a host, or with two, a request may mean something else to a proxy before us (RFC 9112, 3.2).
            let plan = head.hostCount == 1 ? routes.plan(head, peer: peer) : .answer(.hostMissing)
            if case .pass = plan {
                state = .passing(left: length + head.contentLength, isAnswered: false)
                return true
            }
            unread.moveReaderIndex(forwardBy: length)
            switch plan {
            case .answer(let response): answer(response, to: head)
            case .receive(let request): begin(request, head, context)
            case .pass: break
            }
        }
        return true
    }

    /// Lets the next so many bytes go to the decoder.
    private func pass(_ left: Int, isAnswered: Bool, _ context: ChannelHandlerContext) -> Bool {
        guard let bytes = unread.readSlice(length: min(left, unread.readableBytes)), bytes.readableBytes > 0 else {
            return false
        }
        // The answer may come before this returns.
        if case .passing = state { state = .passing(left: left - bytes.readableBytes, isAnswered: isAnswered) }
        context.fireChannelRead(wrapInboundOut(bytes))
        context.fireChannelReadComplete()
        return true
    }

    // MARK: Bodies

    private func begin(_ request: HotRoutes.Request, _ head: RequestHead, _ context: ChannelHandlerContext) {
        if head.expectsContinue {
            let go = ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(go), promise: nil)
        }
        var incoming = Incoming(request: request, length: head.contentLength, keepAlive: head.isKeepAlive)
        incoming.body.reserveCapacity(min(head.contentLength, Self.bodyReserve))
        state = .receiving(incoming)
    }

    private func receive(_ incoming: Incoming, _ context: ChannelHandlerContext) -> Bool {
        // Let go of the state's reference first, so that the array grows in place.
        state = .answering
        var incoming = incoming
        let count = min(incoming.length - incoming.body.count, unread.readableBytes)
        incoming.body.append(contentsOf: unread.readableBytesView.prefix(count))
        unread.moveReaderIndex(forwardBy: count)
        guard incoming.body.count == incoming.length else {
            state = .receiving(incoming)
            return false
        }
        let loop = context.eventLoop
        let keepAlive = incoming.keepAlive
        let handler = NIOLoopBound((self, context), eventLoop: loop)
        routes.answer(incoming.request, body: incoming.body) { response in
            if loop.inEventLoop {
                handler.value.0.answered(response, keepAlive: keepAlive, handler.value.1)
            } else {
                loop.execute { handler.value.0.answered(response, keepAlive: keepAlive, handler.value.1) }
            }
        }
        return true
    }

    private func answered(_ response: HotResponse, keepAlive: Bool, _ context: ChannelHandlerContext) {
        guard case .answering = state else { return }
        write(Answer(response: response, keepAlive: keepAlive), context)
        advance(context)
    }

    // MARK: Answering

    private func answer(_ response: HotResponse, to head: RequestHead) {
        let isReadable = head.contentLength <= Self.patience
        let answer = Answer(
            response: response, keepAlive: head.isKeepAlive && isReadable, hasBody: head.method != .head)
        state = .dropping(left: isReadable ? head.contentLength : 0, before: answer)
    }

    private func write(_ answer: Answer, _ context: ChannelHandlerContext) {
        let head = answer.response.wireHead(
            date: date.line(at: routes.signet.clock.now), closes: !answer.keepAlive,
            allocator: context.channel.allocator)
        context.write(wrapOutboundOut(head), promise: nil)
        if answer.hasBody, let body = answer.response.body { context.write(wrapOutboundOut(body), promise: nil) }
        context.flush()
        state = answer.keepAlive ? .head : .closed
        if !answer.keepAlive { context.close(mode: .output, promise: nil) }
        if holdsQuiescing {
            holdsQuiescing = false
            context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }
}

/// Tells the handler of hot routes when the router has answered a request that it let pass. Stands behind the HTTP codec.
final class RouterAnswerWatch: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let handler: HotRouteHandler
    private let context: ChannelHandlerContext

    /// - Parameter context: the handler's.
    init(handler: HotRouteHandler, context: ChannelHandlerContext) {
        self.handler = handler
        self.context = context
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isEnd = if case .end = unwrapOutboundIn(data) { true } else { false }
        context.write(data, promise: promise)
        if isEnd { handler.requestAnswered(self.context) }
    }
}
