-- Posts one body to the paths of a file, each thread its own share of them.
-- wrk … -s batch.lua URL -- PATHS BODY

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(arguments)
    local body = io.open(arguments[2], "rb")
    wrk.body = body:read("*a")
    body:close()
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "text/plain"
    wrk.headers["Origin"] = "https://forms.example"
    wrk.headers["User-Agent"] =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    paths = {}
    local line_number = 0
    for line in io.lines(arguments[1]) do
        if line_number % 2 == number % 2 then paths[#paths + 1] = line end
        line_number = line_number + 1
    end
    position = 0
end

function request()
    position = position + 1
    return wrk.format(nil, paths[(position - 1) % #paths + 1])
end

dofile("Bench/result.lua")
