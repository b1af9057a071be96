-- Asks the certificates of a file in turn, as the account whose key is its first line.
-- wrk … -s ask.lua URL -- CERTIFICATES BODY [MILLISECONDS BETWEEN REQUESTS OF A CONNECTION]

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(text)
    local output = {}
    for start = 1, #text, 3 do
        local a, b, c = text:byte(start, start + 2)
        local bits = a * 65536 + (b or 0) * 256 + (c or 0)
        for place = 3, 0, -1 do
            local index = math.floor(bits / 64 ^ place) % 64 + 1
            output[#output + 1] = alphabet:sub(index, index)
        end
        if not c then output[#output] = "=" end
        if not b then output[#output - 1] = "=" end
    end
    return table.concat(output)
end

function init(arguments)
    wrk.method = "POST"
    wrk.body = arguments[2]
    wrk.headers["Content-Type"] = "application/json"
    -- Written once: the load takes part of the two cores, and the yardstick's requests are written once, too.
    requests = {}
    for line in io.lines(arguments[1]) do
        if wrk.headers["Authorization"] then
            requests[#requests + 1] = wrk.format(nil, "/" .. line)
        else
            wrk.headers["Authorization"] = "Basic " .. base64("API:" .. line)
        end
    end
    position = math.random(#requests)
    -- Spread out, as calls of many clients are.
    local pause = tonumber(arguments[3] or "0")
    if pause > 0 then delay = function() return math.random(2 * pause) end end
end

function request()
    position = position % #requests + 1
    return requests[position]
end

dofile("Bench/result.lua")
