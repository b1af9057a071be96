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
    certificates = {}
    local key
    for line in io.lines(arguments[1]) do
        if key then certificates[#certificates + 1] = "/" .. line else key = line end
    end
    wrk.method = "POST"
    wrk.body = arguments[2]
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["Authorization"] = "Basic " .. base64("API:" .. key)
    pause = tonumber(arguments[3] or "0")
    position = math.random(#certificates)
end

-- Spread out, as calls of many clients are.
function delay() return pause > 0 and math.random(2 * pause) or 0 end

function request()
    position = position % #certificates + 1
    return wrk.format(nil, certificates[position])
end

dofile("Bench/result.lua")
