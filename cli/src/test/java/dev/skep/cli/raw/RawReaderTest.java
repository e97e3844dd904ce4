package dev.skep.cli.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.json.JsonCode;
import dev.skep.diag.Code;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.IsaCode;
import dev.skep.object.KernelSymbols;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawReaderTest {
    private static final String RETURN_0 = "b700000000000000 9500000000000000";

    private final RawReader reader = new RawReader(Path.of("."), KernelSymbols.none());

    @Test
    void typeAndCodeAreEnough() {
        Program program =
                program("{'load':{'prog_type_name':'BPF_PROG_TYPE_XDP','insns':'%s'}}", RETURN_0);
        assertEquals("line 7", program.name());
        assertEquals(ProgramType.XDP, program.type());
        assertEquals(2, program.code().slots());
        assertEquals("", program.license());
        assertEquals(0, program.attachType());
        assertEquals(1, program.subprograms().size());
    }

    @Test
    void codeMayComeInPieces() {
        Program program =
                program(
                        "{'load':{'prog_type_name':'xdp','insns':['b700000000000000','%s']}}",
                        "9500000000000000");
        assertEquals(2, program.code().slots());
    }

    @Test
    void everyFieldOfALoadIsRead() {
        RawEntry.Loadable entry =
                loadable(
                        """
                        {'name':'probe','mode':'unpriv','unknown':[1,{'a':2.5}],'load':{
                        'prog_type_name':'tracing','expected_attach_type_name':'BPF_TRACE_RAW_TP',
                        'prog_flags':16,'license':'GPL','insns':'%s','refs':[],'btf':null,
                        'func_info':null,'line_info':'','attach_btf_name':'btf_trace_sched_switch'},
                        'maps':[]}""",
                        RETURN_0);
        Program program = entry.program();
        assertEquals("probe", entry.name());
        assertEquals(Privilege.UNPRIVILEGED, entry.privilege());
        assertEquals(ProgramType.TRACING, program.type());
        assertEquals(AttachType.TRACE_RAW_TP.id(), program.attachType());
        assertEquals(Program.SLEEPABLE, program.flags());
        assertEquals("GPL", program.license());
        assertEquals("sched_switch", program.attachTarget());
        assertEquals(
                List.of("unknown"), entry.fields().keySet().stream().skip(2).limit(1).toList());
    }

    @Test
    void referencesPointAtMapsByTheirIdx() {
        Program program =
                program(
                        """
                        {'load':{'prog_type_name':'xdp','insns':'%s','refs':[
                        {'insn':0,'kind':'map_fd','map':9,'off':0},
                        {'insn':2,'kind':'map_value','map':4,'off':8}]},
                        'maps':[
                        {'idx':4,'name':'values','type':'BPF_MAP_TYPE_ARRAY','key_size':4,
                         'value_size':16,'max_entries':1,'map_flags':128,'frozen':true,
                         'init':'0102030405060708'},
                        {'idx':9,'name':'hash','type':'hash','key_size':4,'value_size':4,
                         'max_entries':10,'inner':null}]}""",
                        "1811000007000000 0000000000000000 1821000003000000 0000000000000000"
                                + RETURN_0);
        assertEquals(new Insn.LoadImmediate(1, ImmediateKind.MAP_INDEX, 1), program.code().at(0));
        assertEquals(
                new Insn.LoadImmediate(1, ImmediateKind.MAP_INDEX_VALUE, 8L << 32),
                program.code().at(2));
        Globals globals = program.maps().getFirst().globals().orElseThrow();
        assertTrue(globals.readOnly());
        assertArrayEquals(
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0}, globals.contents());
    }

    @Test
    void mapsInsideAreNamedOrWrittenOut() {
        Program program =
                program(
                        """
                        {'load':{'prog_type_name':'xdp','insns':'%s'},'maps':[
                        {'idx':0,'name':'a','type':12,'key_size':4,'value_size':4,'max_entries':1,
                         'inner':1},
                        {'idx':1,'name':'b','type':1,'key_size':8,'value_size':4,'max_entries':1},
                        {'idx':2,'name':'c','type':12,'key_size':4,'value_size':4,'max_entries':1,
                         'inner':{'type':'array','key_size':4,'value_size':2,'max_entries':3}}]}""",
                        RETURN_0);
        MapDefinition byIdx = program.maps().get(0).inner().orElseThrow();
        MapDefinition inPlace = program.maps().get(2).inner().orElseThrow();
        assertEquals(MapType.HASH, byIdx.type());
        assertEquals(8, byIdx.keySize());
        assertEquals(2, inPlace.valueSize());
    }

    @Test
    void kernelSymbolsKeepTheirIdsAndNames() {
        Program program =
                program(
                        """
                        {'load':{'prog_type_name':'xdp','insns':'%s','refs':[
                        {'insn':0,'kind':'kfunc','name':'bpf_known'},
                        {'insn':1,'kind':'kfunc','name':'bpf_first'},
                        {'insn':2,'kind':'kfunc','name':'bpf_second'},
                        {'insn':3,'kind':'kfunc','name':'bpf_first'}]}}""",
                        "8520000005000000 8520000000000000 8520000000000000 8520000000000000"
                                + RETURN_0);
        Map<Integer, String> names = program.kernelNames();
        assertEquals("bpf_known", names.get(5));
        List<Integer> ids =
                program.code().insns().stream()
                        .filter(Insn.CallKfunc.class::isInstance)
                        .map(i -> ((Insn.CallKfunc) i).btfId())
                        .toList();
        assertEquals(ids.get(1), ids.get(3));
        assertEquals(
                List.of("bpf_known", "bpf_first", "bpf_second", "bpf_first"),
                ids.stream().map(names::get).toList());
    }

    @Test
    void functionsAreFoundByTheirCalls() {
        Program program =
                program(
                        "{'name':'main','load':{'prog_type_name':'xdp','insns':'%s'}}",
                        "8510000001000000 9500000000000000" + RETURN_0);
        assertEquals(
                List.of("main 0..2", "function_2 2..4"),
                program.subprograms().stream()
                        .map(s -> s.name() + " " + s.start() + ".." + s.end())
                        .toList());
    }

    @Test
    void codeThatIsNoCodeIsToldApart() {
        RawEntry entry = read("{'load':{'prog_type_name':'xdp','insns':'ff00000000000000'}}");
        RawEntry.Undecodable undecodable = assertInstanceOf(RawEntry.Undecodable.class, entry);
        assertEquals(IsaCode.UNKNOWN_OPCODE, undecodable.diagnostic().code());
        assertEquals(1, undecodable.code().size());
        assertEquals(ProgramType.XDP, undecodable.shell().type());
        assertEquals(List.of(new Insn.Exit()), undecodable.shell().code().insns());
    }

    @Test
    void brokenLinesNameWhatIsWrong() {
        assertBroken(JsonCode.NO_JSON, "{'load':");
        assertBroken(JsonCode.NO_JSON, "");
        assertBroken(JsonCode.NO_JSON, "{} {}");
        assertBroken(RawCode.FIELD, "[]");
        assertBroken(RawCode.FIELD, "{'load':{'prog_type_name':'xdp'}}");
        assertBroken(RawCode.FIELD, "{'load':{'prog_type_name':'xdp','insns':'9x'}}");
        assertBroken(RawCode.NAME, "{'load':{'prog_type_name':'xdq','insns':''}}");
        assertBroken(RawCode.NAME, "{'load':{'insns':''}}");
        assertBroken(
                RawCode.NAME,
                "{'load':{'prog_type_name':'xdp','insns':''},'maps':[{'type':'what'}]}");
        assertBroken(
                RawCode.FIELD,
                "{'load':{'prog_type_name':'xdp','insns':'"
                        + "00".repeat(8)
                        + "',"
                        + "'refs':[{'insn':5,'kind':'map_fd','map':0}]}}");
        assertBroken(
                RawCode.TYPES, "{'load':{'prog_type_name':'xdp','insns':'','btf':'none.btf'}}");
        assertBroken(RawCode.TYPES, "{'load':{'prog_type_name':'xdp','insns':'','btf':'\\u0000'}}");
        assertBroken(RawCode.TYPES, "{'load':{'prog_type_name':'xdp','insns':'','btf':'/'}}");
        assertBroken(RawCode.FIELD, "{'mode':'root','load':{'prog_type_name':'xdp','insns':''}}");
    }

    private void assertBroken(Code code, String line) {
        RawEntry.Broken broken = assertInstanceOf(RawEntry.Broken.class, read(line), line);
        assertEquals(code, broken.diagnostic().code(), broken.diagnostic().render());
    }

    private Program program(String line, String code) {
        return loadable(line, code).program();
    }

    private RawEntry.Loadable loadable(String line, String code) {
        return assertInstanceOf(RawEntry.Loadable.class, read(line.formatted(code)));
    }

    private RawEntry read(String line) {
        return reader.read(line.replace('\'', '"'), 7);
    }
}
