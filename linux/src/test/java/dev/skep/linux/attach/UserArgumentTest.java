package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.linux.attach.UserArgument.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What notes say about arguments.
class UserArgumentTest {
    @Test
    void argumentsOfX86AreRead() {
        assertEquals(
                Optional.of(
                        List.of(
                                new UserArgument(Kind.REGISTER, 0, 80, 4, true),
                                new UserArgument(Kind.CONSTANT, -5, 0, 8, false),
                                new UserArgument(Kind.MEMORY, -20, 32, 4, false),
                                new UserArgument(Kind.MEMORY, 0, 56, 2, true),
                                new UserArgument(Kind.REGISTER, 0, 112, 1, false),
                                new UserArgument(Kind.REGISTER, 0, 72, 4, false))),
                UserArgument.parse("-4@%eax 8@$-5 4@-20(%rbp) -2@(%r10) 1@%dil 4@%r8d", "amd64"));
        assertEquals(
                Optional.of(List.of(new UserArgument(Kind.REGISTER, 0, 40, 1, false))),
                UserArgument.parse("1@%bl", "amd64"));
    }

    @Test
    void argumentsOfArmAreRead() {
        assertEquals(
                Optional.of(
                        List.of(
                                new UserArgument(Kind.REGISTER, 0, 8, 8, false),
                                new UserArgument(Kind.MEMORY, 12, 248, 4, true),
                                new UserArgument(Kind.MEMORY, 0, 16, 8, false),
                                new UserArgument(Kind.CONSTANT, 7, 0, 4, true),
                                new UserArgument(Kind.REGISTER, 0, 240, 4, false))),
                UserArgument.parse("8@x1 -4@[sp, 12] 8@[x2] -4@7 4@w30", "aarch64"));
    }

    @Test
    void noArgumentsAreNone() {
        assertEquals(Optional.of(List.of()), UserArgument.parse("", "amd64"));
    }

    @Test
    void whatIsNotUnderstoodIsNotGuessed() {
        for (String text :
                List.of("8f@%xmm0", "8@16(%rax,%rbx,8)", "8@name(%rip)", "%rax", "8@%nothing")) {
            assertEquals(Optional.empty(), UserArgument.parse(text, "amd64"), text);
        }
        assertEquals(Optional.empty(), UserArgument.parse("8@x31", "aarch64"));
    }
}
