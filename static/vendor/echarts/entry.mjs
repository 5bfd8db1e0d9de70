// What the charts of the office use of ECharts; bundled to echarts.min.js (see ../README.md).
import * as core from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, DataZoomInsideComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
core.use([BarChart, LineChart, AriaComponent, DatasetComponent, DataZoomInsideComponent, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);
export const { init, getInstanceByDom } = core;
