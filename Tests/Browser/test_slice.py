from conftest import eventually

def test_slice(visit, collector):
    page = visit("lead.html")
    page.locator("[name=first_name]").press_sequentially("Adelaide")
    page.locator("[name=email]").press_sequentially("ada@example.com")
    page.locator("#agree").check()
    page.locator("#send").click()
    eventually(lambda: collector.custom("signet.values"))
    import json
    for e in collector.events: print(json.dumps(e)[:700])
    for b in collector.attempts: print(b.sequence,b.query,len(b.body))
    print(collector.posts)
