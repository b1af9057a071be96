import Dispatch
import Testing

@testable import SignetService

struct ResolverThreadsTests {
    @Test func `an answer comes from the thread that asked`() async {
        #expect(await ResolverThreads.ask { 7 } == 7)
    }

    @Test(.timeLimit(.minutes(5))) func `who is cancelled does not wait for a name server`() async {
        let isAsking = DispatchSemaphore(value: 0)
        let answer = DispatchSemaphore(value: 0)
        let task = Task {
            await ResolverThreads.ask {
                isAsking.signal()
                answer.wait()
                return 7
            }
        }
        await ResolverThreads.ask { isAsking.wait() }
        task.cancel()
        #expect(await task.value == nil)
        answer.signal()
    }
}
